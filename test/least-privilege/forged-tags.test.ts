import { CreateJobTemplateCommand, ListTagsForResourceCommand, type Tag, TagResourceCommand } from '@aws-sdk/client-iot';
import { desiredStateOf } from '../../src/shared/desired-state';
import { contentFingerprint } from '../../src/shared/fingerprint';
import type { StoredTemplate } from '../fake-iot/service';
import type { DeployOptions, Properties, Stack, StackStatus } from '../simulation/cloudformation';
import { denialOf } from '../simulation/policy';
import { Simulation } from '../simulation/simulation';
import { short } from '../simulation/transport';
import { CONTENT, OWNER, REQUESTS } from '../support/harness';

/**
 * Stack Fleet forges tags, to pass another document off as the one that stack Fleet-Prod declares. IAM decides about each call of both
 * functions, and of an attacker who has the role of Fleet's function.
 */
const ID = 'security-patch';
const NEW_ID = 'security-patch-2';
const JOB = 'arn:aws:iot:us-east-1:123456789012:job/patch';
const DOCUMENT_SOURCE = 'https://s3.us-east-1.amazonaws.com/documents/patch.json';
const DECLARED = '{"patch":"declared"}';
const FOREIGN = '{"patch":"foreign"}';

interface Documents {
  /** The document that Fleet-Prod declares. */
  readonly declared: Properties;
  /** The other document, in a template whose description shows as little of it as possible. */
  readonly foreign: Properties;
}

type TagValues = { readonly [key: string]: string };

const INLINE: Documents = { declared: { Document: DECLARED }, foreign: { Document: FOREIGN } };
const OF_OBJECT: Documents = { declared: { DocumentSource: DOCUMENT_SOURCE }, foreign: { DocumentSource: DOCUMENT_SOURCE } };
const OF_JOB: Documents = { declared: { JobArn: JOB }, foreign: { Document: FOREIGN } };
const DOCUMENTS = { 'an inline document': INLINE, 'the document of an object': OF_OBJECT, 'the document of a job': OF_JOB };

let simulation: Simulation;
let fleet: Stack;
let prod: Stack;
/** The document that the object holds. */
let held: string;

beforeEach(() => {
  held = DECLARED;
  simulation = new Simulation({ iot: { readDocument: () => held, jobs: new Map([[JOB, { document: DECLARED }]]) } });
  [fleet, prod] = ['Fleet', 'Fleet-Prod'].map(name => simulation.stack(name));
});

const patch = (document: Properties, JobTemplateId = ID): Properties => ({ JobTemplateId, Description: 'Patches a device', ...document });

const deploy = (stack: Stack, properties: Properties, options?: DeployOptions): Promise<StackStatus> =>
  simulation.calmly(() => stack.deploy({ Patch: { properties } }, options));

const template = (id: string): StoredTemplate => simulation.service.templates.get(id)!;

/** Fleet deploys the other document. */
async function deployForeign(document: Properties, id: string): Promise<void> {
  held = FOREIGN;
  expect(await deploy(fleet, patch(document, id))).toBe('CREATE_COMPLETE');
  expect(template(id).document).toBe(FOREIGN);
  held = DECLARED;
}

/** A call of the attacker. */
const call = <Output>(command: object): Promise<Output> => simulation.calmly(async () => {
  const { clock, service } = simulation;
  const fault = await clock.hold(denialOf(fleet.events.at(-1)!, command, service));
  return short(command, { sleep: ms => clock.sleep(ms), service, fault }) as Promise<Output>;
});

const arnOf = (id: string): string => `arn:aws:iot:us-east-1:123456789012:jobtemplate/${id}`;
const listed = (tags: TagValues): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

async function readTags(id: string): Promise<TagValues> {
  const { tags } = await call<{ readonly tags: readonly Tag[] }>(new ListTagsForResourceCommand({ resourceArn: arnOf(id) }));
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

const tag = (id: string, tags: TagValues): Promise<unknown> => call(new TagResourceCommand({ resourceArn: arnOf(id), tags: listed(tags) }));

/** The tags by which Fleet-Prod would recognize its content. */
const tagsOfProd = (document: Properties): TagValues => ({
  [OWNER]: prod.ownerOf('Patch'),
  [CONTENT]: contentFingerprint(desiredStateOf(patch(document), undefined).request),
});

/** Fleet deploys the other document under an id that is new to Fleet-Prod, and copies the tags of the template that Fleet-Prod has. */
async function deployCopy({ declared, foreign }: Documents, requestsFrom = (requests: string) => requests): Promise<void> {
  await deploy(prod, patch(declared));
  await deployForeign(foreign, NEW_ID);
  const tags = await readTags(ID);
  expect(tags).toMatchObject(tagsOfProd(declared));
  await tag(NEW_ID, { ...tags, [REQUESTS]: requestsFrom(tags[REQUESTS]) });
}

describe.each(Object.entries(DOCUMENTS))('Tags copied from %s to a template with another document', (_, documents) => {
  const { declared, foreign } = documents;

  test('are not believed by a Create of its id', async () => {
    const tags = tagsOfProd(declared);
    await deployForeign(foreign, ID);
    await tag(ID, tags);
    expect(await deploy(prod, patch(declared))).toBe('CREATE_COMPLETE');
    expect(template(ID)).toMatchObject({ document: DECLARED, tags });
  });

  test('are not believed by a change to its id', async () => {
    await deployCopy(documents);
    expect(await deploy(prod, patch(declared, NEW_ID))).toBe('UPDATE_COMPLETE');
    expect(template(NEW_ID)).toMatchObject({ document: DECLARED, tags: tagsOfProd(declared) });
  });
});

describe('Tags of a template that seems to have been replaced, at an id change', () => {
  const asReplaced = (requests: string): string => `00000000 ${requests}`;

  test.each([
    ['an inline document', INLINE],
    ['the document of an object that the description does not name', { ...OF_OBJECT, foreign: { Document: FOREIGN } }],
  ])('are not believed if the description contradicts them: %s', async (_, documents) => {
    await deployCopy(documents, asReplaced);
    expect(await deploy(prod, patch(documents.declared, NEW_ID))).toBe('UPDATE_COMPLETE');
    expect(template(NEW_ID)).toMatchObject({ document: DECLARED, tags: tagsOfProd(documents.declared) });
  });

  test.each([
    ['the document of an object', OF_OBJECT],
    ['the document of a job', OF_JOB],
  ])('are believed if the description cannot contradict them, as SECURITY.md says: %s', async (_, documents) => {
    await deployCopy(documents, asReplaced);
    expect(await deploy(prod, patch(documents.declared, NEW_ID))).toBe('UPDATE_COMPLETE');
    expect(template(NEW_ID).document).toBe(FOREIGN);
  });
});

test('An edit trusts tags on a template that replaces a missing one, see SECURITY.md', async () => {
  const edited = { Document: '{"patch":"edited"}' };
  await deploy(prod, patch(INLINE.declared));
  simulation.service.templates.delete(ID);
  await deployForeign(INLINE.foreign, ID);
  await tag(ID, tagsOfProd(edited));
  expect(await deploy(prod, patch(edited))).toBe('UPDATE_COMPLETE');
  expect(template(ID).document).toBe(FOREIGN);
  // The content is declared anew.
  expect(await deploy(prod, patch(INLINE.declared))).toBe('UPDATE_COMPLETE');
  expect(template(ID).document).toBe(DECLARED);
});

describe.each(Object.entries(DOCUMENTS))('A template that Fleet-Prod itself created from %s is not recreated', (_, { declared }) => {
  const redeliver = async (type: string): Promise<readonly string[]> => {
    const before = simulation.service.snapshot();
    await simulation.calmly(() => simulation.lambda.deliver(prod.events.find(({ RequestType }) => RequestType === type)!));
    expect(simulation.service.snapshot()).toEqual(before);
    return simulation.lambda.trace;
  };

  test('by a Create that is delivered twice', async () => {
    await deploy(prod, patch(declared));
    expect(simulation.lambda.trace).toEqual(['CreateJobTemplate', 'DescribeJobTemplate', 'answer']);
    expect(await redeliver('Create')).toEqual(['CreateJobTemplate', 'ListTagsForResource', 'answer']);
  });

  test('by an id change that is delivered twice', async () => {
    await deploy(prod, patch(declared));
    await deploy(prod, patch(declared, NEW_ID));
    expect(await redeliver('Update')).toEqual(['ListTagsForResource', 'CreateJobTemplate', 'ListTagsForResource', 'answer']);
  });

  test('by the rollback of an id change', async () => {
    await deploy(prod, patch(declared));
    const { createdAt } = template(ID);
    expect(await deploy(prod, patch(declared, NEW_ID), { anotherFails: true })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(template(ID)).toMatchObject({ document: DECLARED, createdAt });
    expect(simulation.lambda.trace.filter(operation => operation === 'DeleteJobTemplate')).toHaveLength(1);
  });
});

test('The policy of Fleet denies tagging templates of Fleet-Prod and creating in its name', async () => {
  await deploy(prod, patch(INLINE.declared));
  await deployForeign(INLINE.foreign, NEW_ID);
  const denied = { name: 'AccessDeniedException' };
  const tags = tagsOfProd(INLINE.declared);
  await expect(tag(ID, tags)).rejects.toMatchObject(denied);
  const creation = new CreateJobTemplateCommand({ jobTemplateId: 'other', description: 'Other', document: FOREIGN, tags: listed(tags) });
  await expect(call(creation)).rejects.toMatchObject(denied);
});
