from . import plpdma_export_job, plpdma_export_log, plpdma_program_file_export
