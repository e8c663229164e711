import type { DeployOptions, Properties, Stack, StackStatus, StackTemplate } from './cloudformation';
import { TAG_OF_OTHERS } from './oracle';
import type { Simulation } from './simulation';

/** A sequence of deployments of a stack, and the state before it. */
export interface Scenario {
  readonly name: string;
  /** The state before any failure. */
  readonly before?: (world: World) => Promise<unknown>;
  /** The steps during which failures happen. */
  readonly happens: (world: World) => Promise<StackStatus>;
  /** The end without failures. */
  readonly ends: StackStatus;
}

export interface World {
  readonly simulation: Simulation;
  readonly fleet: Stack;
  /** Another stack, of another team. */
  readonly other: Stack;
}

/** A secret that no log and no error may contain. Each confidential member has it. */
export const CANARY = 'canary-4f1c9b';

const ROLE = 'arn:aws:iam::123456789012:role/presign';

const description = (version: number): string => `version ${version} ${CANARY}`;
const document = (version: number): string => JSON.stringify({ version, [`${CANARY} member`]: `a "quoted" ${CANARY}` });

export const template = (id: string, version = 1, tags: { readonly [key: string]: string } = { team: `fleet ${CANARY}` }): Properties => ({
  JobTemplateId: id,
  Description: description(version),
  Document: document(version),
  TimeoutConfig: { InProgressTimeoutInMinutes: 10 + version },
  AbortConfig: { CriteriaList: [{ FailureType: 'ALL', Action: 'CANCEL', ThresholdPercentage: 12.5, MinNumberOfExecutedThings: 3 }] },
  PresignedUrlConfig: { RoleArn: ROLE, ExpiresInSec: 300 },
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

/** It passes every check of the library, but not of the service, because the object does not exist. */
export const REFUSED_SOURCE = `https://s3.us-east-1.amazonaws.com/bucket/gone-${CANARY}.json`;
const refused = (id: string): Properties => {
  const { Document, ...rest } = template(id, 2);
  return { ...rest, DocumentSource: REFUSED_SOURCE };
};

const adopting = (properties: Properties): Properties => ({ ...properties, AdoptExisting: true });

const deploy = (stackTemplate: StackTemplate, options?: DeployOptions) => ({ fleet }: World) => fleet.deploy(stackTemplate, options);

const one = (properties: Properties, retain?: boolean): StackTemplate => ({ Update: { properties, retain } });

const V1 = one(template('a'));

/** Created by hand, exactly as `template('a')` declares it. */
const madeByHand = ({ simulation }: World): Promise<void> => {
  simulation.service.seed({
    jobTemplateId: 'a',
    description: description(1),
    document: document(1),
    timeoutConfig: { inProgressTimeoutInMinutes: 11 },
    abortConfig: { criteriaList: [{ failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 12.5, minNumberOfExecutedThings: 3 }] },
    presignedUrlConfig: { roleArn: ROLE, expiresInSec: 300 },
  }, { team: `fleet ${CANARY}`, [TAG_OF_OTHERS]: `42 ${CANARY}` });
  return Promise.resolve();
};

const inOtherStack = ({ other }: World) => other.deploy(V1);

/** Deployed, and tagged by others afterwards. */
const taggedByOthers = async (world: World): Promise<void> => {
  await deploy(V1)(world);
  Object.assign(world.simulation.service.templates.get('a')?.tags ?? {}, { [TAG_OF_OTHERS]: `42 ${CANARY}` });
};

/** Deployed, then removed from the stack and retained. */
const retained = async (world: World): Promise<void> => {
  await deploy(one(template('a'), true))(world);
  await deploy({})(world);
};

/** Deployed under one id, then under another. The first template is retained. */
const movedOn = async (world: World): Promise<void> => {
  await deploy(one(template('b'), true))(world);
  await deploy(one(template('a'), true))(world);
};

export const SCENARIOS: readonly Scenario[] = [
  { name: 'create', happens: deploy(V1), ends: 'CREATE_COMPLETE' },
  { name: 'create two', happens: deploy({ A: { properties: template('a') }, B: { properties: template('b') } }), ends: 'CREATE_COMPLETE' },
  { name: 'create, refused', happens: deploy(one(refused('a'))), ends: 'ROLLBACK_COMPLETE' },
  { name: 'create, made by hand before', before: madeByHand, happens: deploy(V1), ends: 'ROLLBACK_COMPLETE' },
  { name: 'create, another owner has it', before: inOtherStack, happens: deploy(V1), ends: 'ROLLBACK_COMPLETE' },
  { name: 'create, rolled back', happens: deploy(V1, { anotherFails: true }), ends: 'ROLLBACK_COMPLETE' },

  { name: 'update content', before: taggedByOthers, happens: deploy(one(template('a', 2))), ends: 'UPDATE_COMPLETE' },
  { name: 'update content, rolled back', before: taggedByOthers, happens: deploy(one(template('a', 2)), { anotherFails: true }), ends: 'UPDATE_ROLLBACK_COMPLETE' },
  { name: 'update content, refused', before: taggedByOthers, happens: deploy(one(refused('a'))), ends: 'UPDATE_ROLLBACK_COMPLETE' },
  { name: 'update tags', before: deploy(V1), happens: deploy(one(template('a', 1, { stage: `beta ${CANARY}` }))), ends: 'UPDATE_COMPLETE' },
  {
    name: 'update tags, rolled back',
    before: deploy(V1),
    happens: deploy(one(template('a', 1, { team: 'x', stage: `beta ${CANARY}` })), { anotherFails: true }),
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  { name: 'update content and tags', before: taggedByOthers, happens: deploy(one(template('a', 2, { stage: `beta ${CANARY}` }))), ends: 'UPDATE_COMPLETE' },
  {
    name: 'update content and tags, rolled back',
    before: deploy(V1),
    happens: deploy(one(template('a', 2, { stage: `beta ${CANARY}` })), { anotherFails: true }),
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  { name: 'update nothing', before: deploy(V1), happens: deploy(one({ ...template('a'), Attributes: ['CreatedAt'] })), ends: 'UPDATE_COMPLETE' },
  {
    name: 'update what was deleted by hand',
    before: async world => { await deploy(V1)(world); world.simulation.service.templates.clear(); },
    happens: deploy(one(template('a', 2))),
    ends: 'UPDATE_COMPLETE',
  },
  { name: 'update the id', before: deploy(V1), happens: deploy(one(template('b'))), ends: 'UPDATE_COMPLETE' },
  { name: 'update the id, rolled back', before: deploy(V1), happens: deploy(one(template('b')), { anotherFails: true }), ends: 'UPDATE_ROLLBACK_COMPLETE' },
  {
    name: 'update the id, another owner has it',
    before: async world => { await deploy(one(template('b')))(world); await inOtherStack(world); },
    happens: deploy(V1),
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  { name: 'update the id, RETAIN', before: deploy(one(template('a'), true)), happens: deploy(one(template('b'), true)), ends: 'UPDATE_COMPLETE' },

  {
    name: 'update the id, to one that was retained',
    before: movedOn,
    happens: deploy(one(template('b'), true)),
    ends: 'UPDATE_COMPLETE',
  },
  {
    name: 'update the id, to one that was retained, refused',
    before: movedOn,
    happens: deploy(one({ ...template('b'), Description: 'a line\nand another' }, true)),
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },

  { name: 'declare anew what was retained', before: retained, happens: deploy(one(template('a'), true)), ends: 'UPDATE_COMPLETE' },
  { name: 'declare anew what was retained, refused', before: retained, happens: deploy(one(refused('a'), true)), ends: 'UPDATE_ROLLBACK_COMPLETE' },
  {
    name: 'declare anew what was retained, rolled back',
    before: retained,
    happens: deploy(one(template('a'), true), { anotherFails: true }),
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },

  { name: 'remove', before: deploy(V1), happens: deploy({}), ends: 'UPDATE_COMPLETE' },
  { name: 'remove, RETAIN', before: deploy(one(template('a'), true)), happens: deploy({}), ends: 'UPDATE_COMPLETE' },
  { name: 'delete the stack', before: deploy(V1), happens: ({ fleet }) => fleet.destroy(), ends: 'DELETE_COMPLETE' },

  { name: 'adopt what was made by hand', before: madeByHand, happens: deploy(one(adopting(template('a')))), ends: 'CREATE_COMPLETE' },
  { name: 'adopt, rolled back', before: madeByHand, happens: deploy(one(adopting(template('a'))), { anotherFails: true }), ends: 'ROLLBACK_COMPLETE' },
  { name: 'adopt what differs', before: madeByHand, happens: deploy(one(adopting(template('a', 2)))), ends: 'ROLLBACK_COMPLETE' },
  { name: 'adopt from another owner', before: inOtherStack, happens: deploy(one(adopting(template('a')))), ends: 'CREATE_COMPLETE' },
  { name: 'adopt from another owner, rolled back', before: inOtherStack, happens: deploy(one(adopting(template('a'))), { anotherFails: true }), ends: 'ROLLBACK_COMPLETE' },
  {
    name: 'another owner removes what was adopted from it',
    before: async world => { await inOtherStack(world); await deploy(one(adopting(template('a'))))(world); },
    happens: ({ other }) => other.destroy(),
    ends: 'DELETE_COMPLETE',
  },
  {
    name: 'remove what was adopted',
    before: async world => { await madeByHand(world); await deploy(one(adopting(template('a'))))(world); },
    happens: deploy({}),
    ends: 'UPDATE_COMPLETE',
  },
  {
    name: 'edit what was adopted',
    before: async world => { await madeByHand(world); await deploy(one(adopting(template('a'))))(world); },
    happens: deploy(one(adopting(template('a', 2)))),
    ends: 'UPDATE_COMPLETE',
  },
  {
    name: 'remove what was adopted, after an edit was refused',
    before: async world => { await madeByHand(world); await deploy(one(adopting(template('a'))))(world); },
    happens: async world => {
      await deploy(one(adopting(refused('a'))))(world);
      await world.fleet.recover();
      return deploy({})(world);
    },
    ends: 'UPDATE_COMPLETE',
  },
  { name: 'rename the construct', before: deploy(V1), happens: deploy({ Renamed: { properties: adopting(template('a')) } }), ends: 'UPDATE_COMPLETE' },
  {
    name: 'rename the construct, rolled back',
    before: deploy(V1),
    happens: deploy({ Renamed: { properties: adopting(template('a')) } }, { anotherFails: true }),
    ends: 'UPDATE_ROLLBACK_COMPLETE',
  },
  {
    name: 'rename what was adopted',
    before: async world => { await madeByHand(world); await deploy(one(adopting(template('a'))))(world); },
    happens: deploy({ Renamed: { properties: adopting(template('a')) } }),
    ends: 'UPDATE_COMPLETE',
  },
  {
    name: 'create over the quota',
    before: ({ simulation }) => { simulation.service.quota = 0; return Promise.resolve(); },
    happens: deploy(V1),
    ends: 'ROLLBACK_COMPLETE',
  },
];

export const scenarioNamed = (name: string): Scenario => SCENARIOS.find(scenario => scenario.name === name)!;
