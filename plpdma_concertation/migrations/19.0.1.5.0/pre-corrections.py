"""A response has one correction: those that several made at once are put in order."""

import logging

from odoo.tools.sql import column_exists

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Keep one correction of each response, and every word of the others.

    Those that were sent follow one another, as their authors received them. Of the
    others, the furthest one stays if none was sent; the rest become archived drafts
    that correct nothing, with a note in their discussion.
    """
    if not column_exists(cr, "plpdma_response", "supersedes_id"):
        return
    # One that was sent after another may have a correction of its own: look again.
    while doubled := _find_doubled(cr):
        for superseded_id, ids in doubled:
            sent = _chain_sent(cr, ids)
            _detach(cr, superseded_id, _choose_extra(cr, ids, keep_one=not sent))


def _find_doubled(cr):
    """:return: list of ``(id of what is corrected, ids of its corrections)``"""
    cr.execute(
        """
        SELECT supersedes_id, array_agg(id)
          FROM plpdma_response
         WHERE supersedes_id IS NOT NULL
      GROUP BY supersedes_id
        HAVING count(*) > 1
        """
    )
    return cr.fetchall()


def _chain_sent(cr, ids):
    """What was sent last replaced what was sent before it.

    :return: ids of those sent
    """
    cr.execute(
        """
        SELECT id FROM plpdma_response
         WHERE id = ANY(%s) AND state IN ('sent', 'superseded')
      ORDER BY date_sent, id
        """,
        [ids],
    )
    sent = [row[0] for row in cr.fetchall()]
    for before, after in zip(sent, sent[1:], strict=False):
        cr.execute(
            "UPDATE plpdma_response SET supersedes_id = %s WHERE id = %s",
            [before, after],
        )
        cr.execute(
            "UPDATE plpdma_response SET state = 'superseded' WHERE id = %s", [before]
        )
        _logger.info("Response %s replaces %s, which was sent before", after, before)
    return sent


def _choose_extra(cr, ids, keep_one):
    """:return: ids of those that were not sent, the furthest one aside if it is kept"""
    cr.execute(
        """
        SELECT id FROM plpdma_response
         WHERE id = ANY(%s) AND state NOT IN ('sent', 'superseded')
      ORDER BY array_position(ARRAY['validated', 'submitted', 'draft'], state::text),
               active DESC, write_date DESC, id DESC
        """,
        [ids],
    )
    unsent = [row[0] for row in cr.fetchall()]
    return unsent[1:] if keep_one else unsent


def _detach(cr, superseded_id, extra):
    if not extra:
        return
    cr.execute("SELECT reference FROM plpdma_response WHERE id = %s", [superseded_id])
    [reference] = cr.fetchone()
    body = (
        f"<p>Cette correction de {reference} faisait double emploi avec une "
        "autre&nbsp;: elle est archivée, en brouillon, avec son texte.</p>"
    )
    cr.execute(
        """
        UPDATE plpdma_response
           SET supersedes_id = NULL, active = FALSE, state = 'draft',
               arbiter_id = NULL, validated_by_id = NULL, date_validated = NULL
         WHERE id = ANY(%s)
        """,
        [extra],
    )
    cr.execute(
        """
        INSERT INTO mail_message
                    (model, res_id, message_type, subtype_id, body, date,
                     create_date, write_date, is_internal)
             SELECT 'plpdma.response', id, 'notification',
                    (SELECT res_id FROM ir_model_data
                      WHERE module = 'mail' AND name = 'mt_note'),
                    %s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC',
                    now() AT TIME ZONE 'UTC', TRUE
               FROM unnest(%s) AS id
        """,
        [body, extra],
    )
    _logger.warning(
        "Second corrections of response %s, archived as drafts: %s", reference, extra
    )
