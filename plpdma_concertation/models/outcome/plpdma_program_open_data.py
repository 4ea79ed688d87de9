from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# What is told of an entry besides what is written on it: a change of one of these
# columns is a change of the file.
ENTRY_COLUMNS = (
    "id",
    "write_date",
    "state",
    "date_answered",
    "sent_response_id",
    "response_expected",
    "role_id",
    "partner_id",
    "territory_id",
)
# The names that the files tell.
NAMING = (
    "plpdma.theme",
    "plpdma.territory",
    "plpdma.role",
    "plpdma.refusal.reason",
)


class PlpdmaProgram(models.Model):
    """The files that everybody may take of a programme: where they are, and whether
    they changed."""

    _inherit = "plpdma.program"

    def _get_open_data_path(self, name):
        """Address, on the site, of a file of open data, which never changes.

        :param str name: of the file, with its extension
        """
        return f"{self._get_public_path()}/{name}"

    def _get_public_measures_domain(self):
        """Domain of the actions of the programmes that everybody reads."""
        measures = self.env["plpdma.measure"]
        return Domain("program_id", "in", self.ids) & measures._get_published_domain()

    def _get_open_data_version(self):
        """What changes whenever a file of open data does: an entry or an action
        published, withdrawn, corrected or anonymised, an answer, a name. It may change
        where no file does: what their reader compares is their content.

        :return: text, of a programme in superuser mode
        """
        self.ensure_one()
        queries = [self._hash_entries(), self._hash_measures()]
        queries += [self._hash_names(model) for model in NAMING]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        program = (self.id, self.write_date, self.company_id.write_date)
        return "|".join(map(str, (*program, sorted(rows))))

    def _hash_entries(self):
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        names = [*ENTRY_COLUMNS, "name_consent"]
        contributions.flush_model([*names, "active"])
        self.env["plpdma.response"].flush_model()
        self.env["res.partner"].flush_model(["complete_name"])
        entries = contributions.with_context(active_test=True)._search(
            self._get_published_contributions_domain()
        )
        return SQL(
            """
            SELECT 'entry' AS kind, count(*) AS count,
                   sum(hashtextextended(concat_ws('|', %(columns)s, r.write_date,
                                                  p.complete_name), 0)) AS digest
              FROM plpdma_contribution c
              LEFT JOIN plpdma_response r ON r.id = c.sent_response_id
              LEFT JOIN res_partner p ON p.id = c.partner_id AND c.name_consent
             WHERE c.id IN %(entries)s
            """,
            columns=SQL(", ").join(SQL.identifier("c", name) for name in ENTRY_COLUMNS),
            entries=entries.subselect(),
        )

    def _hash_measures(self):
        measures = self.env["plpdma.measure"]
        measures.flush_model()
        self.env["plpdma.stakeholder"].flush_model(["partner_id"])
        published = measures._search(self._get_public_measures_domain())
        return SQL(
            """
            SELECT 'measure', count(*),
                   sum(hashtextextended(concat_ws('|', m.id, m.write_date,
                                                  s.write_date, p.complete_name), 0))
              FROM plpdma_measure m
              LEFT JOIN plpdma_stakeholder s ON s.id = m.pilot_id
              LEFT JOIN res_partner p ON p.id = s.partner_id
             WHERE m.id IN %s
            """,
            published.subselect(),
        )

    def _hash_names(self, model):
        self.env[model].flush_model(["name"])
        return SQL(
            """
            SELECT %s, count(*),
                   sum(hashtextextended(concat_ws('|', id, write_date), 0))
              FROM %s
            """,
            model,
            SQL.identifier(self.env[model]._table),
        )
