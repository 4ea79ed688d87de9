"""What the staff keeps for itself among the doors: absences, and imports."""

import base64

from odoo.fields import Command

from .doors_procedure_common import ProcedureDoorsCase
from .doors_words import WORDS


class KeptDoorsCase(ProcedureDoorsCase):
    """An absence with its note, and an import with the rows that were given back, in
    the authority and in another one."""

    @classmethod
    def _mark_kept(cls, env, company):
        """What is kept in the authority: the agent leaves later, for the manager."""
        absence = env["plpdma.absence"].create(
            {
                "user_id": cls.user_agent.id,
                "substitute_id": cls.user_manager.id,
                "company_id": company.id,
                "date_start": "2099-07-01",
                "date_end": "2099-07-15",
                "note": WORDS["absence"],
            }
        )
        cls._keep("own", absence)
        rows = base64.b64encode(WORDS["rows"].encode())
        imported = cls._import(env, company, WORDS["imported"], rows)
        imported.user_id = cls.user_agent
        cls._keep("own", imported)

    @classmethod
    def _mark_kept_elsewhere(cls, env, company):
        absence = cls._create_absence(env, company)
        absence.note = WORDS["foreign"]
        cls._keep("foreign", absence)
        rows = base64.b64encode(WORDS["foreign"].encode())
        cls._keep("foreign", cls._import(env, company, WORDS["foreign"], rows))

    @classmethod
    def _import(cls, env, company, name, rows):
        return env["plpdma.import"].create(
            {
                "model": "plpdma.contribution",
                "file_name": f"{name}.csv",
                "company_id": company.id,
                "created_count": 1,
                "refused_count": 1,
                "refused_file": rows,
                "refused_name": f"{name}.xlsx",
                "line_ids": [
                    Command.create({"model": "plpdma.contribution", "res_id": 0})
                ],
            }
        )
