from odoo import models

# What takes away something of what was learned, whatever writes it: a text that its
# author withdrew, that changed, that is confided to the staff, or of whom nobody knows
# any more who wrote it. What comes in takes nothing away.
FORGET = """
CREATE OR REPLACE FUNCTION plpdma_forget_words() RETURNS trigger
    LANGUAGE plpgsql AS $forget$
BEGIN
    DELETE FROM plpdma_theme_vocabulary v
     WHERE v.program_id = OLD.program_id
       AND EXISTS (SELECT FROM plpdma_contribution_plpdma_theme_rel t
                    WHERE t.plpdma_contribution_id = OLD.id);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $forget$
"""
FORGET_THEME = """
CREATE OR REPLACE FUNCTION plpdma_forget_theme_words() RETURNS trigger
    LANGUAGE plpgsql AS $forget$
BEGIN
    DELETE FROM plpdma_theme_vocabulary v
     USING plpdma_contribution c
     WHERE c.id = OLD.plpdma_contribution_id AND v.program_id = c.program_id;
    RETURN OLD;
END $forget$
"""
TRIGGERS = (
    FORGET,
    FORGET_THEME,
    "DROP TRIGGER IF EXISTS plpdma_forget_gone ON plpdma_contribution",
    """
    CREATE TRIGGER plpdma_forget_gone BEFORE DELETE ON plpdma_contribution
        FOR EACH ROW EXECUTE FUNCTION plpdma_forget_words()
    """,
    "DROP TRIGGER IF EXISTS plpdma_forget_changed ON plpdma_contribution",
    """
    CREATE TRIGGER plpdma_forget_changed BEFORE UPDATE ON plpdma_contribution
        FOR EACH ROW WHEN (
            OLD.program_id IS DISTINCT FROM NEW.program_id
            OR OLD.active AND NEW.active IS NOT TRUE
            OR OLD.state != 'merged' AND NEW.state = 'merged'
            OR OLD.read_by != 'staff' AND NEW.read_by = 'staff'
            OR OLD.moderation != 'refused' AND NEW.moderation = 'refused'
            OR OLD.verbatim != '' AND OLD.verbatim IS DISTINCT FROM NEW.verbatim
            OR OLD.summary != '' AND OLD.summary IS DISTINCT FROM NEW.summary
            OR OLD.partner_id IS DISTINCT FROM NEW.partner_id
            OR OLD.contributor_name != ''
               AND OLD.contributor_name IS DISTINCT FROM NEW.contributor_name
            OR OLD.contributor_email != ''
               AND OLD.contributor_email IS DISTINCT FROM NEW.contributor_email)
        EXECUTE FUNCTION plpdma_forget_words()
    """,
    """
    DROP TRIGGER IF EXISTS plpdma_forget_theme
        ON plpdma_contribution_plpdma_theme_rel
    """,
    """
    CREATE TRIGGER plpdma_forget_theme
        BEFORE DELETE ON plpdma_contribution_plpdma_theme_rel
        FOR EACH ROW EXECUTE FUNCTION plpdma_forget_theme_words()
    """,
)


class PlpdmaContribution(models.Model):
    """What is taken from the themes of a programme takes the words that were learned of
    them away: nothing is proposed by them until they are counted again."""

    _inherit = "plpdma.contribution"

    def init(self):
        """Have PostgreSQL forget the words: rows go, and are closed, in many ways."""
        result = super().init()
        for statement in TRIGGERS:
            self.env.cr.execute(statement)
        return result


class PlpdmaProgram(models.Model):
    """A programme that is archived keeps no words."""

    _inherit = "plpdma.program"

    def write(self, vals):
        """The words of what is archived go."""
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            vocabularies = self.env["plpdma.theme.vocabulary"]
            # sudo: the right to write the programmes was checked; nobody writes words.
            vocabularies.sudo().search([("program_id", "in", self.ids)]).unlink()
        return result
