def migrate(cr, version):
    """Drop the index that those of the lists replace, for nothing more is written."""
    cr.execute("DROP INDEX IF EXISTS plpdma_contribution_to_answer_idx")
