"""The documents, as their tests look at each of them."""

# Each document, what it is printed from, and the profiles that may print it.
DOCUMENTS = {
    "report_convocation": ("meeting", {"agent"}),
    "report_participation_convocation": ("line", {"agent"}),
    "report_attendance_sheet": ("meeting", {"agent", "facilitator"}),
    "report_minutes": ("meeting", {"agent", "facilitator", "elected"}),
    "report_letter": ("response", {"agent"}),
    "report_contribution_letter": ("answered", {"agent"}),
    "report_acknowledgement": ("answered", {"agent"}),
    "report_closing": ("consultation", {"agent", "elected"}),
    "report_synthesis": ("consultation", {"agent", "elected"}),
    "report_publication_table": ("program", {"agent", "elected"}),
    "report_procedure_file": ("program", {"agent"}),
    "report_bilan": ("program", {"agent", "elected"}),
    "report_dashboard": ("program", {"agent", "elected"}),
}
