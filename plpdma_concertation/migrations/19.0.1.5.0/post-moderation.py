import logging

from odoo import SUPERUSER_ID, api

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """What nobody of the staff accepted is to be read before it is published.

    Before this version, what was typed or imported was accepted by default, and so was
    all that older databases held. What somebody accepted left a line in the history of
    its publication; all the rest waits to be read. Nobody is written to: the programme
    keeps the note.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env.flush_all()
    # In SQL: a history that says that somebody put them back would say what is not so.
    cr.execute(
        """
        UPDATE plpdma_contribution c
           SET moderation = 'pending'
         WHERE moderation = 'accepted'
           AND NOT EXISTS (
               SELECT 1
                 FROM mail_message m
                 JOIN mail_tracking_value v ON v.mail_message_id = m.id
                 JOIN ir_model_fields f ON f.id = v.field_id
                WHERE m.model = 'plpdma.contribution'
                  AND m.res_id = c.id
                  AND f.model = 'plpdma.contribution'
                  AND f.name = 'moderation'
                  AND v.create_uid != %s
           )
     RETURNING program_id, confidentiality
        """,
        [SUPERUSER_ID],
    )
    counts = {}
    for program_id, confidentiality in cr.fetchall():
        count = counts.setdefault(program_id, {"all": 0, "public": 0})
        count["all"] += 1
        count["public"] += confidentiality == "public"
    env.invalidate_all()
    for program in env["plpdma.program"].browse(counts):
        count = counts[program.id]
        _logger.info(
            "%s: %s contributions that nobody had accepted are to be read, %s of them "
            "public",
            program.name,
            count["all"],
            count["public"],
        )
        program._note_unread(count["all"], count["public"])
