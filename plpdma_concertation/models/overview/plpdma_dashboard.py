from odoo import api, models

from .plpdma_dashboard_scope import DashboardScope


class PlpdmaDashboard(models.AbstractModel):
    """The dashboard of a programme: its figures in plain values, for the screen, the
    sheet that is printed and the workbook alike. What each of them counts is said by
    ``plpdma.figures`` and by the domains of the models.

    A *figure* is ``{"value": …, "count": number of records, "model": …, "domain": …}``;
    the last two open its records. A *table* has ``headings`` and ``rows``, each with
    its ``label`` and its ``cells``, which are figures; ``chart`` says how it is drawn.
    """

    _name = "plpdma.dashboard"
    _description = "Dashboard of a Programme"

    @api.model
    def _prepare(self, program, filters=None):
        """The dashboard of a programme, under the rights of its reader.

        :param dict filters: see ``plpdma_dashboard_scope.FILTERS``
        :return: dictionary, as JSON takes it
        :raise AccessError: for a programme that the reader does not read
        :raise UserError: for filters that cannot be read
        """
        scope = DashboardScope(program, filters)
        dashboard = self.with_env(scope.env)
        choices = dashboard._get_choices(scope)
        return {
            "program": {"id": program.id, "name": scope.program.name},
            "today": scope.program._get_today().isoformat(),
            "sentences": dashboard._get_sentences(scope),
            "is_staff": scope.is_staff,
            "is_outside": scope.is_outside,
            "filters": {
                name: value.isoformat() if hasattr(value, "isoformat") else value
                for name, value in scope.filters.items()
            },
            "choices": choices,
            "sections": dashboard._hide_few(scope, dashboard._get_sections(scope)),
        }

    @api.model
    def _get_sections(self, scope):
        """List of the parts of the page: ``key``, ``title``, and what stands in them:
        ``figures``, ``tables``, ``dates``, ``note``; ``hint`` is for the screen alone.
        """
        return [
            self._get_now(scope),
            self._get_heard(scope),
            self._get_flow(scope),
            self._get_decisions(scope),
            self._get_sessions(scope),
            self._get_commitments(scope),
            self._get_dates(scope),
        ]

    @api.model
    def _get_labels(self, model, name):
        """``{value: label}`` of a selection field."""
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    # ------------------------------------------------------------------
    # What is said of all of it
    # ------------------------------------------------------------------
    @api.model
    def _get_sentences(self, scope):
        """What the reader is told of the scope: their mandate, what is left out."""
        env, sentences = self.env, []
        if not scope.is_staff:
            mandates = env["plpdma.mandate"]
            # All that their summaries need, at once.
            held = mandates.search_fetch(
                scope.in_program & mandates._mine_domain(),
                [
                    "company_id",
                    "date_start",
                    "date_end",
                    "partner_id",
                    "substitute_id",
                    "territory_ids",
                    "theme_ids",
                    "user_id",
                ],
            )
            if not any(not (m.territory_ids or m.theme_ids) for m in held):
                sentences.append(
                    env._(
                        "These figures are those of your mandate, not of the whole "
                        "programme."
                    )
                )
            sentences += held.mapped("scope_summary")
        if scope.is_outside:
            sentences.append(
                env._(
                    "What was confided to the staff alone is not counted. Fewer than "
                    "five inhabitants are not told apart (•)."
                )
            )
        if scope.is_hidden:
            sentences.append(
                env._(
                    "Fewer than five inhabitants spoke in what was chosen: what they "
                    "said is not told."
                )
            )
        return sentences

    @api.model
    def _get_choices(self, scope):
        """``{filter: [[id, name]]}`` of what the figures may be narrowed to, and of the
        programmes to look at."""
        bodies = self.env["plpdma.body"].search_fetch(scope.in_program, ["name"])
        entries = {
            "program_id": scope.programs,
            "theme_id": scope.get_chosen("theme_ids", scope.themes),
            "territory_id": scope.get_chosen("territory_ids", scope.territories),
            "body_id": bodies,
        }
        return {
            name: [[entry.id, entry.name] for entry in records]
            for name, records in entries.items()
        }
