def migrate(cr, version):
    """The receipts of the co-authors left with the words of their author's. Nothing is
    sent."""
    cr.execute(
        """
        UPDATE plpdma_contribution_author AS author
           SET receipt_tells_appeal = contribution.receipt_tells_appeal
          FROM plpdma_contribution AS contribution
         WHERE contribution.id = author.contribution_id
           AND contribution.receipt_tells_appeal
           AND EXISTS (
               SELECT FROM plpdma_delivery_co_author_rel AS told
                 JOIN plpdma_delivery AS line ON line.id = told.delivery_id
                WHERE told.author_id = author.id
                  AND line.purpose = 'co_receipt'
           )
        """
    )
