"""The register: who was heard, on what, and what the authority answered."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager

from ...export.open_data import LICENCE
from ...tools.limits import MAX_SEARCH
from ...tools.search_box import is_unreadable
from ..forms import read_id, read_search
from ..pages import get_labels
from .layout import HOME, find_program, render, render_unknown

# Entries of the register on a page, and characters of each text.
PAGE_SIZE = 20
EXTRACT = 600
# Filters that are folded until one of them is used.
NARROWER = ("territory", "kind", "measure")


class PublicRegister(http.Controller):
    """Pages under ``/concertation/<programme>/register``."""

    @route(
        [
            f"{HOME}/<int:program_id>/register",
            f"{HOME}/<int:program_id>/register/page/<int:page>",
        ],
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def register(self, program_id, page=1, **query):
        """One page of the register, searched as the address says."""
        program = request.env["plpdma.program"]._browse_published(program_id)
        if not program:
            return render_unknown()
        # sudo: the domain is that of what is published. Themes are named even when
        # they are archived since.
        contributions = request.env["plpdma.contribution"].sudo()
        filters = self._list_filters(program)
        chosen = self._read_query(query, filters)
        typed = chosen["search"]
        if is_unreadable(typed):
            chosen["search"] = ""
        domain = program._get_published_contributions_domain()
        published = domain
        card = program._get_card(program.id)
        company = request.env["res.company"].browse(card["company_id"])
        domain &= contributions._get_register_domain(**chosen, company=company)
        alike = self._find_alike(contributions, published, query.get("similar"))
        if alike:
            domain &= alike._get_similar_domain()
            chosen["similar"] = alike.id
        is_unknown = any(
            query.get(name) and not chosen.get(name) for name in (*filters, "similar")
        )
        is_filtered = any(chosen.values())
        # sudo: of what is published, only how many there are.
        figures = request.env["plpdma.figures"].sudo()
        counts, campaigns = figures._count_register(domain)
        whole = counts
        if is_filtered:
            whole, _campaigns = figures._count_register(published)
        entry_count = counts["entries"]
        if not alike:
            domain, entry_count = contributions._gather_campaigns(domain, campaigns)
        pages = pager(
            url=program._get_register_path(),
            url_args={name: value for name, value in chosen.items() if value},
            total=entry_count,
            page=page,
            step=PAGE_SIZE,
        )
        found = contributions._fetch_entries(
            domain,
            chosen["search"],
            limit=PAGE_SIZE,
            offset=max(pages["offset"], 0),
            company=company,
        )
        return render(
            "public_register",
            request.env._("Register of the contributions"),
            program,
            letters=self._sort_by_letter(
                self._describe_entries(
                    found.with_context(active_test=False),
                    published,
                    EXTRACT,
                    with_similar=not alike,
                )
            ),
            figures=self._describe_figures(whole, filters["outcome"]),
            files=self._list_files(program, filters),
            counts=counts,
            entry_count=entry_count,
            alike=alike and alike.reference,
            pager=pages,
            filters=filters,
            is_narrowed=any(chosen[name] for name in NARROWER),
            is_filtered=is_filtered,
            is_unknown=is_unknown,
            licence=LICENCE,
            max_search=MAX_SEARCH,
            is_unreadable=is_unreadable(typed),
            **{**chosen, "search": typed},
        )

    @route(
        f"{HOME}/<int:program_id>/register/<int:contribution_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def entry(self, program_id, contribution_id, **_query):
        """The page of one entry of the register, in full."""
        program = find_program(program_id)
        domain = program._get_published_contributions_domain()
        # sudo: the domain is that of what is published.
        contributions = request.env["plpdma.contribution"].sudo()
        found = contributions.search(domain & Domain("id", "=", contribution_id))
        if not found:
            return render_unknown()
        (entry,) = self._describe_entries(found, domain)
        title = request.env._("Contribution %s", found.reference)
        measures = found._describe_public_measures()
        return render("public_entry", title, program, entry=entry, measures=measures)

    def _find_alike(self, contributions, published, number):
        """The entry whose similar messages are looked for, nothing where it is none.

        :param published: domain of the entries of the register
        """
        number = read_id(str(number or ""))
        if number < 0:
            return contributions
        found = contributions.search(published & Domain("id", "=", number))
        return found.filtered_domain(contributions._get_campaign_domain())

    def _list_filters(self, program):
        """``{name: [(value, label)]}`` of what the register is searched by, besides
        words."""
        env = request.env
        theme_ids = program._get_card(program.id)["theme_ids"]
        choices = program._get_register_choices(program.id)
        return {
            "theme": _name(env["plpdma.theme"], theme_ids),
            "outcome": env["plpdma.contribution"]._get_outcomes(),
            "territory": _name(env["plpdma.territory"], choices["territory_ids"]),
            "kind": get_labels("plpdma.contribution", "kind"),
            "measure": list(choices["measures"]),
        }

    def _read_query(self, query, filters):
        """``{"search", name of a filter}`` of what is looked for, as the address says;
        what is not understood is None.

        :param dict filters: see ``_list_filters``
        """
        return {
            "search": read_search(query),
            **{
                name: {str(value): value for value, _label in options}.get(
                    str(query.get(name) or "")
                )
                for name, options in filters.items()
            },
        }

    def _describe_figures(self, counts, outcomes):
        """Dictionary of the figures of the whole register, whatever is looked for.

        :param dict counts: as ``_count_register`` gives them
        :param outcomes: ``[(outcome, label)]``
        """
        decisions = counts["decisions"]
        return {
            **counts,
            "decisions": [
                {"code": code, "label": label, "count": decisions[code]}
                for code, label in outcomes
                if decisions.get(code)
            ],
        }

    def _list_files(self, program, filters):
        """List of dictionaries, ``name`` and ``url``: what everybody may reuse."""
        env = request.env
        files = {
            "register.csv": env._("The register, for a spreadsheet (CSV)"),
            "register.json": env._("The register, for a program (JSON)"),
            "register.schema.json": env._("What each column of the register holds"),
        }
        if filters["measure"]:
            files |= {
                "measures.csv": env._("The actions of the programme (CSV)"),
                "measures.schema.json": env._("What each column of the actions holds"),
            }
        return [
            {"name": label, "url": program._get_open_data_path(name)}
            for name, label in files.items()
        ]

    def _sort_by_letter(self, entries):
        """The entries of a page, the points of one letter together and in its order.

        :param list entries: of dictionaries of words
        :return: list of dictionaries: ``letter``, the number of the one of which these
            are points, if any, and ``entries``
        """
        letters = {}
        for entry in entries:
            letters.setdefault(entry["letter"] or entry["reference"], []).append(entry)
        return [
            {
                "letter": together[0]["letter"],
                "entries": sorted(together, key=lambda entry: entry["rank"]),
            }
            for together in letters.values()
        ]

    def _describe_entries(
        self, contributions, published, length=None, with_similar=True
    ):
        """List of dictionaries of words: what the register tells of each contribution,
        and where it stands.

        :param contributions: published ones, in superuser mode
        :param published: domain of the entries of the register
        :param int length: characters of the text, all of it by default
        :param bool with_similar: whether each stands for those that say the same
        """
        similar = contributions._count_similar(published) if with_similar else {}
        figures = request.env["plpdma.figures"]
        standings = figures._sort_contributions(contributions)
        labels = figures._get_standing_labels()
        return [
            {
                **one._describe_entry(length, similar.get(one, 0)),
                "standing": labels[standings[one]],
            }
            for one in contributions
        ]


def _name(entries, ids):
    """``[(id, name)]`` of some entries of a catalogue."""
    names = entries._get_names()
    return [(id_, names[id_]) for id_ in ids]
