def migrate(cr, version):
    """What an answer changes is found by its words: those of before are read, by what
    PostgreSQL keeps up to date itself."""
    cr.execute("UPDATE plpdma_response SET change = change WHERE change IS NOT NULL")
