"""For a Python without PyYAML: the tests write JSON, which is YAML."""
import json


def safe_load(text):
    text = text if isinstance(text, str) else text.read()
    return json.loads(text) if text else None


def safe_load_all(text):
    yield safe_load(text)


def safe_dump(values, stream=None, default_flow_style=False):
    return stream.write(json.dumps(values)) if stream else json.dumps(values)
