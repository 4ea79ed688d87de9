"""What surrounds each message that we send."""

LAYOUT = "plpdma_concertation.mail_layout"
# The class by which a message in our layout is known.
MARK = "o_plpdma_mail"
