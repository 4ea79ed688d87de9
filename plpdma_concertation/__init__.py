from . import controllers, export, models, report, wizards
