import { isDeepStrictEqual } from 'node:util';
import type { Believed, Stack } from './cloudformation';
import { FUNCTION_TIMEOUT_MS } from './lambda';
import type { Simulation } from './simulation';
import { ADOPTED_FROM_TAGS, CONTENT_TAG, OWNER_TAG, REQUESTS_TAG } from '../../src/shared/contract';
import type { Snapshot, StoredTemplate } from '../fake-iot/service';

const MAX_ANSWER_BYTES = 4096;
const MARKS = [OWNER_TAG, ...ADOPTED_FROM_TAGS, CONTENT_TAG, REQUESTS_TAG];
/** A tag that others set on templates in some scenarios. */
export const TAG_OF_OTHERS = 'cost';
export const OF_OTHERS_IS_GONE = 'of others is gone';
export const NOT_OURS = 'was not ours to change';

/** The violations at the end of a run; none if all is well. */
export function violations(simulation: Simulation, before: Snapshot): string[] {
  return [
    ...simulation.lambda.deliveries.flatMap(({ event, answers, end }) => [
      ...end === 'returned' && answers.length === 0 ? [`${event.RequestType} was not answered`] : [],
      ...answers.some(({ body }) => Buffer.byteLength(body) > MAX_ANSWER_BYTES) ? ['an answer is too large'] : [],
      ...answers.some(({ afterMs }) => afterMs > FUNCTION_TIMEOUT_MS) ? ['an answer came after the deadline'] : [],
      ...new Set(answers.map(({ body }) => body)).size > 1 ? ['a delivery was answered in two ways'] : [],
    ]),
    ...beliefs(simulation, before),
    ...strangers(simulation, before),
  ];
}

/** The state of the service must be the state that CloudFormation knows. */
function beliefs({ stacks, service }: Simulation, before: Snapshot): string[] {
  const found = service.contents();
  return stacks.flatMap(stack => [...stack.believed].flatMap(([logicalId, believed]) => {
    const template = found[believed.physicalId];
    if (!template) return [`${logicalId}: job template ${believed.physicalId} is missing`];
    const ofOthers = Object.entries(before[believed.physicalId]?.tags ?? {}).filter(([key]) => key === TAG_OF_OTHERS);
    return [
      ...template.tags[OWNER_TAG] === stack.ownerOf(logicalId) || adoptedByAnother(stacks, template) ? [] : [`${logicalId}: owned by ${template.tags[OWNER_TAG]}`],
      ...differencesOf(believed, template).map(difference => `${logicalId}: ${difference}`),
      ...Object.keys(template.tags).filter(key => !MARKS.includes(key) && !(key in tagsOf(believed)) && key !== TAG_OF_OTHERS).map(key => `${logicalId}: tag ${key} is left`),
      ...ofOthers.filter(([key, value]) => template.tags[key] !== value).map(([key]) => `${logicalId}: tag ${key} ${OF_OTHERS_IS_GONE}`),
    ];
  }));
}

/** The damage that a failed Update has done to its template, before anything is rolled back. */
export function harmDone({ stacks, service }: Simulation, stack: Stack, logicalId: string, old: Believed): string[] {
  const template = service.contents()[old.physicalId];
  if (!template) return [`${logicalId}: job template ${old.physicalId} is missing after an Update has failed`];
  if (template.tags[OWNER_TAG] !== stack.ownerOf(logicalId) && adoptedByAnother(stacks, template)) return [];
  return differencesOf(old, template).map(difference => `${logicalId}: ${difference} after an Update has failed`);
}

const differencesOf = (believed: Believed, template: Omit<StoredTemplate, 'createdAt'>): string[] => [
  ...differ(contentOf(believed), template),
  ...Object.entries(tagsOf(believed)).filter(([key, value]) => template.tags[key] !== value).map(([key]) => `tag ${key} is ${template.tags[key]}`),
];

/** Another stack was told to adopt a template that this stack still has, and has adopted it. */
const adoptedByAnother = (stacks: readonly Stack[], { jobTemplateId, tags }: { jobTemplateId: string; tags: Record<string, string> }): boolean =>
  stacks.some(stack => [...stack.believed].some(([logicalId, { physicalId, properties }]) =>
    physicalId === jobTemplateId && properties.AdoptExisting === true && tags[OWNER_TAG] === stack.ownerOf(logicalId)));

/** Templates that no stack has must not change, and must not be left behind. */
function strangers(simulation: Simulation, before: Snapshot): string[] {
  const { stacks, service } = simulation;
  const after = service.snapshot();
  const believed = new Set(stacks.flatMap(stack => [...stack.believed.values()].map(({ physicalId }) => physicalId)));
  const retained = new Set(stacks.flatMap(stack => [...stack.retained]));
  const others = Object.entries(before).filter(([id, template]) => !believed.has(id) && (isForeign(stacks, template) || retained.has(id)));
  // Adopted and retained templates may have been recreated, and restored.
  const isRestorable = (id: string) => isAdopted(before[id]) || retained.has(id);
  const asSeen = (id: string, template: StoredTemplate) => asSeenByOthers(isRestorable(id) ? { ...template, createdAt: 0 } : template);
  return [
    ...others.filter(([id, template]) => !after[id] || !isDeepStrictEqual(asSeen(id, template), asSeen(id, after[id]))).map(([id]) => `job template ${id} ${NOT_OURS}`),
    ...leftovers(simulation).filter(id => !retained.has(id)).map(id => `job template ${id} is left behind`),
  ];
}

/** The templates with the owner tag of a stack that does not have them. */
export function leftovers({ stacks, service }: Simulation): string[] {
  return [...service.templates.values()].filter(({ jobTemplateId, tags }) => stacks.some(stack =>
    tags[OWNER_TAG]?.startsWith(stack.ownerOf('')) && ![...stack.believed.values()].some(({ physicalId }) => physicalId === jobTemplateId),
  )).map(({ jobTemplateId }) => jobTemplateId);
}

const isOwned = (stacks: readonly Stack[], { tags }: StoredTemplate): boolean => stacks.some(stack => tags[OWNER_TAG]?.startsWith(stack.ownerOf('')));

/** Whether somebody else created the template, even if a stack has adopted it since. */
const isForeign = (stacks: readonly Stack[], template: StoredTemplate): boolean =>
  !isOwned(stacks, template) || isAdopted(template);

const isAdopted = ({ tags }: StoredTemplate): boolean => ADOPTED_FROM_TAGS.some(key => tags[key] === 'unmanaged');

function differ(wanted: { readonly [member: string]: unknown }, found: object): string[] {
  const { jobTemplateArn, tags, ...content } = found as { [member: string]: unknown };
  return isDeepStrictEqual(wanted, content) ? [] : [`content is ${JSON.stringify(content)}, believed ${JSON.stringify(wanted)}`];
}

/** The declared content, with the members of the service. */
function contentOf({ properties }: Believed): { [member: string]: unknown } {
  const { Tags, AdoptExisting, Attributes, ...content } = properties;
  return decapitalized(content) as { [member: string]: unknown };
}

function tagsOf({ properties }: Believed): { [key: string]: string } {
  return Object.fromEntries((properties.Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

function decapitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decapitalized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), decapitalized(inner)]));
}

/** A template without the bookkeeping tags. */
const asSeenByOthers = ({ tags, ...rest }: StoredTemplate): object =>
  ({ ...rest, tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !MARKS.includes(key))) });
