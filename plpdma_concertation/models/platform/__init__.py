from . import (
    res_company,
    ir_actions_act_window,
    ir_actions_report,
    ir_attachment,
    ir_attachment_kept,
    mail_followers,
    mail_render_mixin,
    ir_fields,
    ir_http,
    ir_sequence,
    plpdma_rate_limit,
    res_config_settings,
)
