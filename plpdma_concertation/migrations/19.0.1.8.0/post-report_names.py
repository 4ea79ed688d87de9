# What the earlier versions shipped in French; the same for all languages now.
SHIPPED = [
    "'Action %s' % object.code",
    "'Feuille d\\'émargement - %s' % (object.reference or object.name)",
    "'Convocation - %s' % object.session_id.name",
    "'Convocations - %s' % (object.reference or object.name)",
    "'Tableau de bord - %s' % object.name",
    "'Courrier - %s' % object.reference",
    "'Courriers - %s' % object.reference",
    "'Compte rendu - %s' % (object.reference or object.name)",
    "'Avis et observations - %s' % object.name",
    "'Bilan de la concertation - %s' % object.name",
    "'Synthèse - %s' % (object.reference or object.name)",
]


def migrate(cr, version):
    """The files of the documents are named by one function, whatever the language; a
    name that an authority wrote itself stays."""
    cr.execute(
        """
        UPDATE ir_act_report_xml
           SET print_report_name = print_report_name - 'fr_FR'
         WHERE starts_with(report_name, 'plpdma_concertation.')
           AND print_report_name ->> 'fr_FR' = ANY(%s)
        """,
        [SHIPPED],
    )
