"""What a write would change."""


def is_other(record, name, value):
    """Whether the value, as ``write`` takes it, is another than that of the record's
    field."""
    field = record._fields[name]
    new = field.convert_to_cache(value, record, validate=False)
    old = field.convert_to_cache(record[name], record, validate=False)
    return (new or None) != (old or None)
