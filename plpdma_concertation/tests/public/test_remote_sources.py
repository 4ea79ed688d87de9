"""What is written in our texts, by whatever way, makes no page and no message fetch
anything from elsewhere."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.local_html import LocalHtml
from ...tools.remote import drop_remote_sources, make_joinable
from .public_common import PublicCase

SOURCES = (
    '<img src="//p.example/x.png" alt="Plan">',
    '<img src="http://p.example/x.png" alt="Plan">',
    r'<img src="/\p.example/x.png" alt="Plan">',
    '<img srcset="/web/a.png 1x, https://p.example/x.png 2x" alt="Plan">',
    '<div style="background:url(//p.example/x)">Plan</div>',
    "<div style=\"color:red;background:URL( 'https://p.example/x' )\">Plan</div>",
    "<div style=\"background:image-set('//p.example/x' 1x)\">Plan</div>",
    r'<div style="background:u\72l(//p.example/x)">Plan</div>',
    '<table background="//p.example/x"><tbody><tr><td>Plan</td></tr></tbody></table>',
    '<video poster="//p.example/x">Plan</video>',
    '<svg><use href="//p.example/x#a"></use><text>Plan</text></svg>',
)
REMOTE = "<p>Oui</p>" + "".join(SOURCES)
LOCAL = (
    '<p>Un <a href="https://p.example">lien</a></p>',
    '<p><img src="/web/image/12-ab/plan.png" class="img-fluid"></p>',
    '<p><img src="data:image/png;base64,iVBORw0KGgo="></p>',
    "<div style=\"background-image:url('/web/image/12')\">Plan</div>",
    "<p>Le fond (src=//p.example) : 10:30, style et url(...)</p>",
)


@tagged("post_install", "-at_install", "plpdma")
class TestRemoteSources(PublicCase):
    def test_each_source_and_nothing_else(self):
        for source in SOURCES:
            with self.subTest(source):
                kept = drop_remote_sources(f"<p>Oui</p>{source}")
                self.assertNotIn("p.example", kept)
                self.assertTrue(kept.startswith("<p>Oui</p>"))
                self.assertIn("Plan", kept)
        tabs = '<img src="/\t/p.example/x.png" alt="Plan">'
        self.assertEqual(drop_remote_sources(tabs), '<img alt="Plan">')
        own = ("https://ville.example/",)
        for text, is_kept in (
            ('<img src="https://ville.example/web/image/1">', True),
            ('<img src="https://ville.example.p.example/x">', False),
        ):
            kept = drop_remote_sources(text, own)
            self.assertEqual(kept == text, is_kept, kept)
        for text in (*LOCAL, "", None, False, "a < b & c", "<p>Oui<br></p>\n"):
            self.assertEqual(drop_remote_sources(text), text)

    def test_no_text_is_forgotten(self):
        """A field that is added later is written with the same care."""
        fields = [
            field
            for name, model in self.env.registry.items()
            if name.startswith("plpdma.") and not model._abstract
            for field in model._fields.values()
            if field.type == "html" and field.store and not model._transient
        ]
        self.assertGreaterEqual(len(fields), 15)
        for field in fields:
            self.assertIsInstance(field, LocalHtml, field)

    def _assertLocal(self, text):
        self.assertIn("Oui", text)
        self.assertIn("Plan", text)
        self.assertNotIn("p.example", text)

    def test_whatever_way_it_is_written(self):
        """By RPC, at creation, by an import, and as it stood before."""
        program = self.program.with_user(self.user_agent)
        program.write({"objective": REMOTE})
        self._assertLocal(program.objective)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT objective FROM plpdma_program WHERE id = %s", program.ids
        )
        self._assertLocal(self.env.cr.fetchone()[0])
        for text in LOCAL:
            program.objective = text
            self.assertEqual(program.objective, text)

        session = self._create_session(proposal=REMOTE)
        self._assertLocal(session.proposal)
        response = self._create_response(self._create_contribution(), motivation=REMOTE)
        self._assertLocal(response.motivation)
        loaded = self.env["plpdma.technique"].load(
            ["name", "how_to"], [["Une technique", REMOTE]]
        )
        technique = self.env["plpdma.technique"].browse(loaded["ids"])
        self._assertLocal(technique.how_to)

        # An earlier version kept it: it is not shown any more.
        self.env.cr.execute(
            "UPDATE plpdma_program SET objective = %s WHERE id = %s",
            (REMOTE, program.id),
        )
        program.invalidate_recordset()
        self._assertLocal(program.objective)
        self._assertLocal(program.read(["objective"])[0]["objective"])

    def test_public_pages(self):
        names = (
            "objective",
            "negotiable",
            "non_negotiable",
            "elected_role",
            "follow_up_terms",
            "notice",
        )
        self.program.sudo().write(dict.fromkeys(names, REMOTE))
        self.opened.sudo().proposal = REMOTE
        self.env.flush_all()
        page = self._read_page(self.home)
        self.assertEqual(page.count("<p>Oui</p>"), len(names) + 1)
        self._assertLocal(page)
        self._assertLocal(self._read_page(self.path))

    def test_addresses_that_cannot_be_joined(self):
        """Whoever wrote them, a message is rendered: core would refuse them."""
        render = self.env["mail.render.mixin"]._replace_local_links
        for source in (
            '<div style="background: url(//p.example/x)">Oui</div>',
            '<div style="background: url(&#34;//p.example/x&#34;)">Oui</div>',
            '<a href="/a/../b">Oui</a>',
            '<a href="/a/./b?c=../d">Oui</a>',
        ):
            with self.subTest(source):
                self.assertIn("Oui", render(f'{source}<img src="/logo.png">'))
        root = self.program.get_base_url()
        self.assertEqual(
            render('<a href="/a/../b?c=../d">Oui</a>', root),
            f'<a href="{root}/b?c=../d">Oui</a>',
        )
        whole = '<a href="/a/b">Oui</a><p>url(/x) // ../y</p>'
        self.assertEqual(make_joinable(whole), whole)

    @mute_logger("odoo.addons.plpdma_concertation.models.contribution.mail_thread")
    def test_receipt_of_a_programme_with_such_a_notice(self):
        self.program.sudo().notice = REMOTE + '<a href="/a/../b">Ici</a>'
        self.env.flush_all()
        response = self._fill_in(contributor_email="zoe@p.example")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self._get_new().receipt_id.state, "queued")
