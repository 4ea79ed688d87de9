from . import plpdma_export_job, plpdma_export_log
