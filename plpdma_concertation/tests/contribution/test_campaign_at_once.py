"""Messages compared in the background while somebody writes."""

from odoo.tests import TransactionCase, tagged

from ..tools.campaign_letters import CAMPAIGNS


@tagged("post_install", "-at_install", "plpdma")
class TestCampaignAtOnce(TransactionCase):
    """Real transactions, as the background and an agent have them."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            program = env["plpdma.program"].create({"name": "PLPDMA"})
            self.messages = self._create_messages(program, range(4))
            self.program = program
        self.addCleanup(self._clean)

    def _env(self, cr):
        return self.env(cr=cr, context={"tracking_disable": True, "active_test": False})

    def _create_messages(self, program, numbers):
        return program.env["plpdma.contribution"].create(
            [
                {
                    "program_id": program.id,
                    "verbatim": f"{CAMPAIGNS[0]}\n\nN{number}",
                    "contributor_name": f"Auteur {number}",
                    "contributor_email": f"auteur{number}@p.example",
                }
                for number in numbers
            ]
        )

    def _clean(self):
        with self.registry.cursor() as cr:
            program = self.program.with_env(self._env(cr))
            for model in ("plpdma.campaign", "plpdma.contribution"):
                found = program.env[model].search([("program_id", "=", program.id)])
                found.unlink()
            program.unlink()

    def _detect(self, between=None):
        """Compare in a transaction that began before another one wrote and ended.

        :param between: what an agent does meanwhile, from the environment
        """
        with self.registry.cursor() as cr, self.registry.cursor() as other:
            program = self.program.with_env(self._env(cr))
            program.env["plpdma.contribution"].search_count([])
            if between:
                between(self._env(other))
                other.commit()
            # An error in the log is a failure of the test.
            with self.assertNoLogs("odoo.sql_db", "ERROR"):
                program.env["plpdma.campaign"]._detect(program)
        return self._read_members()

    def _read_members(self):
        with self.registry.cursor() as cr:
            program = self.program.with_env(self._env(cr))
            campaigns = program.env["plpdma.campaign"].search(
                [("program_id", "=", program.id)]
            )
            return [len(one.contribution_ids) for one in campaigns]

    def _write_message(self, env):
        self.messages.with_env(env)[1].internal_note = "Lu par une agente"

    def test_message_written_meanwhile(self):
        self.assertEqual(self._detect(self._write_message), [], "Nothing half done")
        self.assertEqual(self._detect(), [4], "The next run looks at it")

    def test_next_run_is_soon(self):
        cron = self.env.ref("plpdma_concertation.ir_cron_find_campaigns")
        with self.registry.cursor() as cr:
            triggers = self._env(cr)["ir.cron.trigger"]
            triggers.search([("cron_id", "=", cron.id)]).unlink()
        self._detect(self._write_message)
        with self.registry.cursor() as cr:
            triggers = self._env(cr)["ir.cron.trigger"]
            self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), 1)

    def test_message_that_comes_to_a_campaign_written_meanwhile(self):
        self._detect()
        with self.registry.cursor() as cr:
            program = self.program.with_env(self._env(cr))
            self.messages = self._create_messages(program, range(4, 6))
        self.assertEqual(self._detect(self._write_message), [4])
        self.assertEqual(self._detect(), [6])

    def test_campaign_written_meanwhile(self):
        self._detect()
        with self.registry.cursor() as cr:
            program = self.program.with_env(self._env(cr))
            self._create_messages(program, range(4, 6))

        def rename(env):
            env["plpdma.campaign"].search(
                [("program_id", "=", self.program.id)]
            ).name = "Autre nom"

        self.assertEqual(self._detect(rename), [4])
        self.assertEqual(self._detect(), [6])

    def test_programme_written_meanwhile(self):
        def rename(env):
            self.program.with_env(env).name = "PLPDMA 2027-2032"

        self.assertEqual(self._detect(rename), [4])
