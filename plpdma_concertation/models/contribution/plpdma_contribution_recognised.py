from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...tools.full_text import NAME_WORDS, UNREADABLE
from ...tools.personal_clues import read_clues

# By which the contact of an author is known, and the leave to name them.
AUTHOR_FIELDS = ("partner_id", "stakeholder_id", "name_consent")
CONTACT_FIELDS = (
    "name",
    "is_company",
    "email_normalized",
    "phone",
    "street",
    "zip",
    "city",
)


class PlpdmaContribution(models.Model):
    """Of many authors, those of whom a text may tell: found without reading the
    others."""

    _inherit = "plpdma.contribution"

    def init(self):
        """Add the index that finds the authors by a word of their names."""
        result = super().init()
        self.env.cr.execute(NAME_WORDS)
        self.env.cr.execute(
            """
            CREATE INDEX IF NOT EXISTS plpdma_contribution_name_words_idx
                ON plpdma_contribution USING gin (plpdma_name_words(contributor_name))
            """
        )
        return result

    @api.model
    def _find_recognisable(self, texts, among, contacts):
        """Contributions whose author some texts may tell of: all the authors of whom
        :func:`find_passages` finds something are among theirs.

        :param list texts: plain texts, read together
        :param SQL among: condition of those that are looked at, on a row ``c``
        :param dict contacts: ``{id of a contact: ids of contributions}`` of theirs
        :return: those that the user may read, archived ones included
        """
        contributions = self.with_context(active_test=False)
        clues = read_clues(texts)
        if not clues.words:
            return contributions.browse()
        told = self._find_told_contacts(clues, contacts.keys())
        found = [number for contact in told for number in contacts[contact]]
        found += contributions._find_named(clues, among)
        found += contributions._find_written_to(clues, among)
        return contributions.search([("id", "in", found)])

    @api.model
    def _read_contacts(self, authors):
        """The contacts of some contributions, and one contribution of each, with the
        leave to name them and without.

        :param SQL authors: the columns :data:`AUTHOR_FIELDS` of the contributions, and
            the first ``id`` that has these
        :return: ``{id of a contact: ids of contributions}``
        """
        contacts = defaultdict(list)
        for contact_id, number in self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(said.partner_id, actor.partner_id), min(said.id)
                  FROM (%s) said
             -- Of an actor who was chosen without being the contact.
             LEFT JOIN plpdma_stakeholder actor
                    ON said.partner_id IS NULL AND actor.id = said.stakeholder_id
                 WHERE said.partner_id IS NOT NULL OR said.stakeholder_id IS NOT NULL
              GROUP BY 1, name_consent
                """,
                authors,
            )
        ):
            contacts[contact_id].append(number)
        return contacts

    @api.model
    def _find_named(self, clues, among):
        """Ids of contributions of those who gave a name of which the texts may tell,
        one for each name."""
        columns = ("id", "contributor_name", "duplicate_of_id", "name_consent")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(c.id), contributor_name
                  FROM (%s) c
                 WHERE plpdma_name_words(contributor_name) && %s AND %s
              GROUP BY contributor_name, name_consent
                """,
                self._select_readable(*columns),
                [*sorted(clues.words), UNREADABLE],
                among,
            )
        )
        places = clues.find_people([name for _id, name in rows])
        return [rows[place][0] for place in places]

    @api.model
    def _find_written_to(self, clues, among):
        """Ids of contributions of those who gave an address that the texts may tell,
        one for each address."""
        if "@" not in clues.folded:
            return []
        columns = ("id", "contributor_email", "duplicate_of_id")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(c.id), contributor_email
                  FROM (%s) c
                 WHERE contributor_email != '' AND %s
                   AND (strpos(%s, lower(contributor_email COLLATE "C")) > 0
                        OR contributor_email ~ '[^ -~]')
              GROUP BY contributor_email
                """,
                self._select_readable(*columns),
                among,
                clues.folded,
            )
        )
        return [number for number, email in rows if clues.may_tell_email(email)]

    @api.model
    def _select_readable(self, *names):
        """SQL of columns of what the user reads."""
        self.flush_model(names)
        readable = self._search([])
        return readable.select(*(SQL.identifier(readable.table, n) for n in names))

    @api.model
    def _find_told_contacts(self, clues, contact_ids):
        """The ids of the contacts of whom texts may tell, or of whose organisation: by
        what :class:`Identity` knows of them."""
        contacts = self.env["res.partner"].browse(contact_ids)
        if not contacts:
            return set()
        contacts.flush_model(CONTACT_FIELDS)
        # In SQL: whoever is not told of is not read.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT known.id, %s
                  FROM res_partner known
                  JOIN res_partner c
                    ON c.id = known.id OR c.id = known.commercial_partner_id
                    -- The contacts of the organisation, one of whom may sign.
                    OR (c.parent_id = known.commercial_partner_id
                        AND c.type = 'contact' AND c.active
                        AND c.is_company IS NOT TRUE)
                 WHERE known.id = ANY(%s)
                """,
                SQL(", ").join(SQL.identifier("c", name) for name in CONTACT_FIELDS),
                contacts.ids,
            )
        )
        rows = [
            (row[0], dict(zip(CONTACT_FIELDS, row[1:], strict=True))) for row in rows
        ]
        people = [not one["is_company"] and one["name"] for _id, one in rows]
        organisations = [one["is_company"] and one["name"] for _id, one in rows]
        places = {
            *clues.find_people(people),
            *clues.find_places(organisations),
            *clues.find_places([one["street"] for _id, one in rows]),
            *clues.find_places([one["zip"] and one["city"] for _id, one in rows]),
        }
        return {
            contact_id
            for place, (contact_id, one) in enumerate(rows)
            if place in places
            or clues.may_tell_email(one["email_normalized"])
            or clues.may_tell_phone(one["phone"])
        }
