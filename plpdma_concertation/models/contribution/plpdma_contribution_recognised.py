from odoo import api, models
from odoo.tools import SQL

from ...tools.personal_clues import read_clues

# Those who say the same of themselves are one author.
AUTHOR_FIELDS = ("contributor_name", "name_consent")
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

    @api.model
    def _find_recognisable(self, answered, texts):
        """The contributions whose author some texts may tell of: all of those of whom
        :func:`find_passages` finds something, one for each author, in their order.

        :param SQL answered: query of the ``id`` of the contributions that are looked at
        :param list texts: plain texts, read together
        :return: those that the user may read, archived ones included
        """
        contributions = self.with_context(active_test=False)
        clues = read_clues(texts)
        if not clues.words:
            return contributions.browse()
        authors = contributions._read_authors_once(answered, clues)
        told = self._find_told_contacts(clues, {author[-1] for author in authors})
        named = {*clues.find_people([name for _id, name, *_rest in authors])}
        found = [
            author_id
            for place, (author_id, _name, email, contact) in enumerate(authors)
            if place in named or contact in told or clues.may_tell_email(email)
        ]
        return contributions.search([("id", "in", found)])

    @api.model
    def _read_authors_once(self, answered, clues):
        """Who wrote, each once: ``(id of a contribution, name, e-mail if the texts have
        any, id of the contact)``; without those of whom only a plain name is known that
        has no word in the texts."""
        with_email = "@" in clues.folded
        self.flush_model([*AUTHOR_FIELDS, "partner_id", "stakeholder_id"])
        readable = self._search([])
        names = [*AUTHOR_FIELDS, "contributor_email"] if with_email else AUTHOR_FIELDS
        columns = ("id", "contributor_email", "partner_id", "stakeholder_id")
        return self.env.execute_query(
            SQL(
                """
                SELECT min(found.id), contributor_name, %(email)s,
                       COALESCE(found.partner_id, actor.partner_id)
                  FROM (%(answered)s) answered
                  JOIN (%(readable)s) found USING (id)
             -- Of an actor who was chosen without being the contact.
             LEFT JOIN plpdma_stakeholder actor
                    ON found.partner_id IS NULL AND actor.id = found.stakeholder_id
                 WHERE COALESCE(found.partner_id, actor.partner_id) IS NOT NULL
                    OR contributor_name ~ '[^A-Za-z0-9 ]'
                    OR EXISTS (
                       SELECT
                         FROM unnest(string_to_array(
                                  lower(contributor_name COLLATE "C"), ' ')) word
                        WHERE word = ANY(%(words)s))
                    OR %(has_email)s
              GROUP BY %(names)s, 4
                """,
                words=sorted(clues.words),
                has_email=SQL("contributor_email != ''" if with_email else "FALSE"),
                email=SQL("contributor_email" if with_email else "NULL"),
                names=SQL(", ").join(map(SQL.identifier, names)),
                answered=answered,
                readable=readable.select(
                    *(
                        SQL.identifier(readable.table, name)
                        for name in (*columns, *AUTHOR_FIELDS)
                    )
                ),
            )
        )

    @api.model
    def _find_told_contacts(self, clues, contact_ids):
        """The ids of the contacts of whom texts may tell, or of whose organisation: by
        what :class:`Identity` knows of them."""
        contacts = self.env["res.partner"].browse(contact_ids - {None})
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
