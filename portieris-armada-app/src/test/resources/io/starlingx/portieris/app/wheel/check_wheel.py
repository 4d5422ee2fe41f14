"""Prints what a wheel says of itself and where its RECORD differs from it."""
import ast
import base64
import configparser
import email
import hashlib
import sys
import zipfile

wheel = zipfile.ZipFile(sys.argv[1])
assert wheel.testzip() is None
names = wheel.namelist()
info = next(name.split('/')[0] for name in names if '.dist-info/' in name) + '/'
listed, wrong = set(), []
for line in wheel.read(info + 'RECORD').decode().splitlines():
    name, digest, size = line.split(',')
    listed.add(name)
    if name == info + 'RECORD':
        continue
    content = wheel.read(name)
    sha = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()
    if digest != 'sha256=' + sha or int(size) != len(content):
        wrong.append(name)
print('unlisted', sorted(set(names) ^ listed))
print('wrong', wrong)
metadata = email.message_from_bytes(wheel.read(info + 'METADATA'))
print('name', metadata['Name'], metadata['Version'])
points = configparser.ConfigParser(delimiters=['='])
points.read_string(wheel.read(info + 'entry_points.txt').decode())
for group in points.sections():
    for name, value in points[group].items():
        print('group', group, name, value)
sources = [name for name in names if name.endswith('.py')]
later, imports = [], set()
for name in sources:
    try:
        tree = ast.parse(wheel.read(name), name, feature_version=(3, 9))
    except SyntaxError as e:
        later.append(str(e))
        continue
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imports.add(node.module)
print('not for Python 3.9', later)
print('imports', sorted(imports))
