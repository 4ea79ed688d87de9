from . import controllers, export, imports, models, report, wizards


def uninstall_hook(env):
    """Have PostgreSQL forget the functions by which words are kept, and the triggers
    that call them: the tables go next, the functions would stay."""
    env.cr.execute(
        r"""
        SELECT oid::regprocedure::text
          FROM pg_proc
         WHERE proname LIKE 'plpdma\_%'
           AND pronamespace = current_schema()::regnamespace
        """
    )
    for (function,) in env.cr.fetchall():
        env.cr.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")
