"""The choices that the import screen asks, answered as one does who takes what is
proposed, where something is."""

from .test_import_cases import CaseFiles


class ChoicesCase(CaseFiles):
    """Counts each thing that the user settles once the file is there: to import it, to
    answer what is asked, to take the good rows, to modify what exists."""

    # That of the contributions, told before; none where the screen asks it.
    channel = "email"

    def _get_answers(self, questions):
        """What the dialog sends back when nobody changes what it proposes, and chooses
        where it proposes nothing."""
        options = {"plpdma_choices": []}
        for question in questions:
            if question["field"]:
                answer = question["preset"] or self._pick(question)
                options["plpdma_choices"].append(
                    [question["field"], question["word"], answer]
                )
            else:
                options["plpdma_known_choice"] = question["preset"]
        return options

    def _pick(self, question):
        """The channel of a file, else the first of the choices."""
        values = [choice["value"] for choice in question["choices"]]
        return "take:email" if "take:email" in values else values[0]

    def _is_asked(self, message):
        return "word" in message or message.get("known_count") or message.get("asked")

    def _execute(self, model, name, content=None, dryrun=False, **options):
        """``(wizard, what the server answers)``, the matching proposed being kept."""
        wizard, preview = self._preview(model, content or self._read_case(name), name)
        fields = [
            "/".join(preview["matches"].get(index, [])) or False
            for index in range(len(preview["headers"]))
        ]
        told = [["channel", "", f"take:{self.channel}"]] if self.channel else []
        choices = [*told, *options.get("plpdma_choices", ())]
        result = wizard.with_context(tracking_disable=True).execute_import(
            fields,
            [heading.strip().lower() for heading in preview["headers"]],
            {**preview["options"], **options, "plpdma_choices": choices},
            dryrun=dryrun,
        )
        self.env.flush_all()
        return wizard, result

    def _choose(self, model, name, content=None, takes_good=False):
        """Import a file as the screen does, whatever it asks being agreed to.

        :return: records, how many choices it took, the last answer of the server
        """
        options = {"plpdma_choices": []}
        chosen = 0
        for count in range(1, 10):
            _wizard, result = self._execute(model, name, content, **options)
            if result["ids"]:
                return model.browse(result["ids"]), count + chosen, result
            errors = [m for m in result["messages"] if m["type"] == "error"]
            plain = [m for m in errors if not self._is_asked(m)]
            if len(errors) == 1 and errors[0].get("update_count"):
                options["plpdma_confirmed_updates"] = errors[0]["update_count"]
                continue
            questions = result.get("plpdma_questions", ())
            # What nothing proposes is a choice of its own.
            chosen += sum(not question["preset"] for question in questions)
            answers = self._get_answers(questions)
            choices = options["plpdma_choices"] + answers.pop("plpdma_choices")
            options.update(answers, plpdma_choices=choices)
            if plain:
                self.assertTrue(takes_good, self._get_texts(errors))
                options["plpdma_accepted_refusals"] = result["plpdma_refused"]["count"]
        self.fail(f"{name} is never imported")
