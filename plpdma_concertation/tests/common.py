"""One open programme, its actors, its CCES, and one user for each role."""

import base64
import time
from contextlib import contextmanager
from datetime import timedelta

from lxml import etree

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.mail.tests.common import MailCase, mail_new_test_user

CATALOGUES = (
    "plpdma.role",
    "plpdma.college",
    "plpdma.theme",
    "plpdma.territory",
    "plpdma.competitor.group",
    "plpdma.refusal.reason",
    "plpdma.moderation.criterion",
    "plpdma.purpose",
    "plpdma.technique",
)
# Each text of a programme's frame, without which it cannot open.
FRAME = {
    "objective": "<p>Réduire les déchets de 15 %.</p>",
    "negotiable": "<p>Les actions et leur calendrier.</p>",
    "non_negotiable": "<p>L'objectif national.</p>",
    "elected_role": "<p>Écouter, puis décider.</p>",
    "follow_up_terms": "<p>Le suivi est présenté à la CCES.</p>",
    "notice": "<p>Votre participation est consultative.</p>",
}
# What each decision asks for besides the motivation, and a value for it.
EXPLAINED = {
    "retained": {"effect": "<p>Trente composteurs en 2027.</p>"},
    "partial": {
        "motivation": "<p>Le budget est limité.</p>",
        "effect": "<p>Dix composteurs en 2027.</p>",
    },
    "deferred": {
        "motivation": "<p>Une étude est en cours.</p>",
        "review_date": "2099-06-30",
    },
    "not_retained": {"motivation": "<p>La loi ne le permet pas.</p>"},
    "out_of_scope": {"motivation": "<p>La voirie relève de la commune.</p>"},
    "information": {},
}


class ConcertationCase(MailCase):
    """The authority is a company of its own: what else the database holds, demo data
    among others, stays out of sight.

    Records come bound to the agent, who does the daily work; ``with_user`` tells
    when somebody else acts.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Syndicat du Val d'Essai", "email": "dechets@essai.example"}
        )
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.user_agent = cls._create_user("agent", "group_user")
        cls.user_manager = cls._create_user("manager", "group_manager")
        cls.user_elected = cls._create_user("elected", "group_elected")
        cls.user_facilitator = cls._create_user("facilitator", "group_facilitator")
        cls.user_employee = cls._create_user("employee")

        fixture = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.role = fixture["plpdma.role"].create({"name": "Catégorie d'essai"})
        cls.program = fixture["plpdma.program"].create(
            {
                "name": "PLPDMA d'essai",
                "company_id": cls.company.id,
                "manager_id": cls.user_manager.id,
                "elected_referent_id": cls.user_elected.partner_id.id,
                "state": "open",
                **FRAME,
            }
        )
        cls.partners = fixture["res.partner"].create(
            [
                {"name": name, "email": f"{name.lower()}@actors.example"}
                for name in ("Ressourcerie", "Bailleur", "Supermarché")
            ]
        )
        cls.partners.lang = "en_US"
        cls.actors = fixture["plpdma.stakeholder"].create(
            [
                {
                    "program_id": cls.program.id,
                    "partner_id": partner.id,
                    "role_ids": [Command.set(cls.role.ids)],
                    "user_id": False,
                }
                for partner in cls.partners
            ]
        )
        cls.body = fixture["plpdma.body"].create(
            {
                "name": "CCES d'essai",
                "program_id": cls.program.id,
                "stakeholder_ids": [Command.set(cls.actors.ids)],
            }
        )
        cls.env.flush_all()
        for name in ("role", "program", "partners", "actors", "body"):
            records = getattr(cls, name).with_env(cls.env).with_user(cls.user_agent)
            setattr(cls, name, records)
        cls.agent_env = cls.program.env

    def setUp(self):
        cls = type(self)
        if "_is_built" not in vars(cls):
            # Before the savepoint of the test: what is made here is there for all.
            before = set(vars(self))
            self._build_world()
            for name in vars(self).keys() - before:
                if not name.startswith("_"):
                    setattr(cls, name, getattr(self, name))
            self.env.flush_all()
            for callbacks in (self.cr.precommit, self.cr.postcommit):
                callbacks.clear()
            cls._is_built = True
        super().setUp()

    def _build_world(self):
        """Make what the tests of a class find, once for all of them: what is kept on
        ``self`` here is on each test."""

    @classmethod
    def _create_user(cls, name, group=None, **values):
        groups = "base.group_user"
        if group:
            groups += f",plpdma_concertation.{group}"
        return mail_new_test_user(
            cls.env,
            **{
                "login": f"plpdma_{name}",
                "name": f"Test {name}",
                "email": f"{name}@essai.example",
                "groups": groups,
                "company_id": cls.company.id,
                "lang": "en_US",
                "tz": "Europe/Paris",
                **values,
            },
        )

    @classmethod
    def _create_other_company(cls):
        """Another authority in the same database, with its programme and manager."""
        company = cls.env["res.company"].create({"name": "Communauté d'à côté"})
        user = cls._create_user(
            "other", "group_manager", company_id=company.id, company_ids=company.ids
        )
        program = (
            cls.env["plpdma.program"]
            .with_user(user)
            .with_context(allowed_company_ids=company.ids)
            .create({"name": "PLPDMA d'à côté", "state": "open", **FRAME})
        )
        return company, program

    def _run_as_cron(self, name, call, seconds=60):
        """Run what a scheduled action runs, as it does: on a cursor of its own, whose
        commits are noted.

        :param name: the external id of the action, which is ours
        :param call: what is run, given an environment
        :param seconds: the time that is left to it
        :return: how many it noted as done, and how many as left
        """
        cron = self.env.ref(f"plpdma_concertation.{name}")
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = api.Environment(
                cr,
                SUPERUSER_ID,
                {"cron_id": cron.id, "cron_end_time": time.monotonic() + seconds},
            )
            running, progress = cron.with_env(env)._add_progress()
            call(running.env)
            return progress.done, progress.remaining

    @contextmanager
    def assertRefused(self, *words, exception=UserError):
        """What stands inside is refused, in these words, and leaves no trace."""
        with self.assertRaises(exception) as refusal:
            yield refusal
        for word in words:
            self.assertIn(word, str(refusal.exception))

    def _read_to_decide(self, responses):
        """Mark of what somebody has read of responses, which they give back with their
        decision."""
        return responses.action_open_validate()["context"]["default_seen"]

    @classmethod
    def _refusal(cls, reason="Injures"):
        """Values of a refusal to publish, with the criterion that it cites."""
        criterion = "plpdma_concertation.plpdma_moderation_criterion_insulting"
        return {
            "moderation": "refused",
            "moderation_criterion_id": cls.env.ref(criterion).id,
            "moderation_reason": reason,
        }

    def _create_program(self, **vals):
        return self.agent_env["plpdma.program"].create(
            {"name": "Autre programme", **FRAME, **vals}
        )

    def _create_session(self, actors=None, days=-2, **vals):
        """A concertation with its question, two days ago unless told otherwise."""
        start = fields.Datetime.now().replace(microsecond=0) + timedelta(days=days)
        participants = [
            Command.create({"stakeholder_id": actor.id}) for actor in actors or ()
        ]
        if (vals.get("format"), vals.get("nature")) == ("public", "consultation"):
            vals = {"document_ids": self._consultation_documents(), **vals}
        return self.agent_env["plpdma.session"].create(
            {
                "name": "Atelier compostage",
                "program_id": self.program.id,
                "date_start": start,
                "question_ids": [Command.create({"name": "Où composter ?"})],
                "participation_ids": participants,
                **vals,
            }
        )

    @staticmethod
    def _consultation_documents():
        """Commands that add the documents without which the public is not
        consulted."""
        return [
            Command.create(
                {
                    "kind": kind,
                    "file": base64.b64encode(f"Le document {kind}.".encode()),
                    "file_name": f"{kind}.txt",
                }
            )
            for kind in ("draft", "note")
        ]

    def _create_contributions(self, *vals_list):
        """Contributions that the agent has read and accepted for publication."""
        return self.agent_env["plpdma.contribution"].create(
            [
                {
                    "program_id": self.program.id,
                    "verbatim": f"Un composteur au pied de l'immeuble {number}.",
                    "moderation": "accepted",
                    **vals,
                }
                for number, vals in enumerate(vals_list)
            ]
        )

    def _create_contribution(self, **vals):
        return self._create_contributions(vals)

    def _create_response(
        self, contributions=None, decision="not_retained", state="draft", **vals
    ):
        """A response that is explained as its decision requires, brought to
        ``state`` by the people whose part it is."""
        if contributions is None:
            contributions = self._create_contribution(
                contributor_name="Camille Essai", contributor_email="camille@p.example"
            )
        response = self.agent_env["plpdma.response"].create(
            {
                "program_id": self.program.id,
                "contribution_ids": [Command.set(contributions.ids)],
                "decision": decision,
                **EXPLAINED.get(decision, {}),
                **vals,
            }
        )
        states = ("draft", "submitted", "validated", "sent")
        for step in states[1 : states.index(state) + 1]:
            if step == "submitted":
                response.action_submit()
            elif step == "validated":
                response.with_user(self.user_manager).action_validate()
            else:
                with self.mock_mail_gateway():
                    response.action_send()
                self._deliver(response)
        self.assertEqual(response.state, state)
        return response

    def _press(self, record, shown):
        """The action of a button of the record's form, as the web client opens it.

        :param shown: the field that the button shows; the reference of what it opens,
            for one that shows none
        """
        button = f".//field[@name='{shown}']"
        if "." in shown:
            button = f"@name='{self.env.ref(shown).id}'"
        view = record.with_user(self.user_manager).get_view(view_type="form")
        buttons = etree.fromstring(view["arch"]).xpath(f"//button[{button}]")
        [button] = [one for one in buttons if one.get("type") == "action"] or buttons
        if button.get("type") == "object":
            return getattr(record.with_user(self.user_manager), button.get("name"))()
        action = self.env["ir.actions.act_window"].browse(int(button.get("name")))
        action = action.sudo()._get_action_dict()
        known = {"id": record.id}
        expression = button.get("context") or "{}"
        for name in compile(expression, shown, "eval").co_names:
            value = record[name]
            is_one = record._fields[name].type == "many2one"
            known[name] = value.id if is_one else getattr(value, "ids", value)
        context = {
            **safe_eval(expression, known),
            "active_id": record.id,
            "active_ids": record.ids,
            "active_model": record._name,
        }
        context.update(safe_eval(action["context"] or "{}", context))
        domain = safe_eval(action["domain"] or "[]", context)
        return {**action, "context": context, "domain": domain}

    def _get_listed(self, action):
        """The records that the list of an action shows, with the filters on which it
        opens."""
        model = self.agent_env[action["res_model"]]
        search = action["search_view_id"] and action["search_view_id"][0]
        view = etree.fromstring(model.get_view(search, "search")["arch"])
        domain = Domain(action["domain"])
        for key, value in action["context"].items():
            name = key.removeprefix("search_default_")
            if value and name != key:
                [node] = view.xpath(f"//filter[@name='{name}']")
                known = {"uid": model.env.uid}
                domain &= Domain(safe_eval(node.get("domain") or "[]", known))
        return model.search(domain)

    def _deliver(self, responses):
        """The answers released reach their authors: the messages leave the queue, the
        letters are posted."""
        contributions = responses._get_all_contributions()
        queued = contributions.delivery_ids.filtered(lambda d: d.state == "queued")
        # sudo: the queue is the system's.
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", queued.mail_message_id.ids)])
        with self.mock_mail_gateway():
            mails.send()
        # sudo: most of the authors of the tests have no address for their letter.
        contributions.sudo()._note_letters_posted(None)
