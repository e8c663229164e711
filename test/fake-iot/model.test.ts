import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Operation, OPERATIONS, Shape } from './model';
import { ensureMoto, MOTO_SETUP_MS } from './moto';

/** Prints the inputs of operations in the notation of the fake. */
const READ_MODEL = `
import json, sys
import botocore.loaders
model = botocore.loaders.Loader().load_service_model('iot', 'service-2')
KINDS = {'long': 'integer', 'double': 'number'}

def read(name):
    shape = model['shapes'][name]
    found = {'kind': KINDS.get(shape['type'], shape['type'])}
    found.update({key: shape[key] for key in ('min', 'max', 'pattern') if key in shape})
    if 'enum' in shape: found['values'] = shape['enum']
    if 'required' in shape: found['required'] = shape['required']
    if 'member' in shape: found['member'] = read(shape['member']['shape'])
    if 'members' in shape: found['members'] = {key: read(member['shape']) for key, member in shape['members'].items()}
    return found

def operation(name):
    found = model['operations'][name]
    members = model['shapes'][found['input']['shape']]['members']
    query = [key for key, member in members.items() if member.get('location') == 'querystring']
    return {'method': found['http']['method'], 'path': found['http']['requestUri'], 'query': query, 'input': read(found['input']['shape'])}

print(json.dumps({name: operation(name) for name in sys.argv[1:]}))
`;

/** The order of required members and allowed values does not matter. */
function inOrder(shape: Shape): object {
  switch (shape.kind) {
    case 'structure': return {
      ...shape,
      ...shape.required && { required: [...shape.required].sort() },
      members: Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, inOrder(member)])),
    };
    case 'list': return { ...shape, member: inOrder(shape.member) };
    case 'string': return { ...shape, ...shape.values && { values: [...shape.values].sort() } };
    default: return shape;
  }
}

function normal({ method, path, query = [], input }: Operation): object {
  return { method, path, query: [...query].sort(), input: inOrder(input) };
}

let official: Record<string, Operation>;

beforeAll(async () => {
  const { python } = await ensureMoto();
  const { stdout } = await promisify(execFile)(python, ['-c', READ_MODEL, ...Object.keys(OPERATIONS)], { maxBuffer: 16 * 1024 * 1024 });
  official = JSON.parse(stdout);
}, MOTO_SETUP_MS);

test.each(Object.entries<Operation>(OPERATIONS))("%s is what the service's own model states", (name, operation) => {
  expect(normal(operation)).toEqual(normal(official[name]));
});
