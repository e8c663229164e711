import { fill, type FilledProperties, isUnresolved, type UnresolvedMember } from './fill';
import { BookkeepingTags, ownershipText, type Tags, withoutBookkeepingTags } from '../../../src/shared/bookkeeping-tags';
import { BOOKKEEPING_TAGS } from '../../../src/shared/contract';
import { decide, type Decision, type DesiredChange } from '../../../src/shared/decision';
import type { JobTemplateDescription } from '../../../src/shared/describe-job-template';
import { type DesiredState, desiredStateOf } from '../../../src/shared/desired-state';
import { render } from '../../../src/shared/render';
import { type TemplateDifference, templateDifferences } from '../../../src/shared/template-differences';
import { type AccountTemplate, descriptionOf } from '../account/account';
import { areEqual, type Properties } from '../cloudformation/properties';

/** What a deployment will do with a template. */
export type Action = 'create' | 'adopt' | 'edit' | 'retag' | 'leave' | 'release' | 'delete' | 'drifted' | 'fail' | 'known at deployment';

export interface FoundDifference {
  /** A path into the request, such as `abortConfig.criteriaList[0].action`, or `tags`. */
  readonly member: string;
  /** The key of the tag. */
  readonly tag?: string;
  readonly expected?: unknown;
  readonly found?: unknown;
}

export interface Prediction {
  readonly action: Action;
  readonly id?: string;
  readonly why: string;
  readonly differences: readonly FoundDifference[];
  /** The members that are known only at deployment. The prediction assumes that they are as found. */
  readonly unresolved: readonly UnresolvedMember[];
}

/** A custom resource before its deployment, and the templates that it is about. */
export interface ResourceToCheck {
  readonly owner: string;
  readonly properties: Properties;
  /** The deployed resource. Undefined if the deployment creates it. */
  readonly deployed?: { readonly properties: Properties; readonly physicalId: string };
  /** Reads a template of the account. */
  readonly read: (id: string) => Promise<AccountTemplate | undefined>;
}

/** The id of the template, if it is known. */
export function jobTemplateIdIn({ resolved }: Properties): string | undefined {
  const { JobTemplateId: id } = resolved;
  return typeof id === 'string' ? id : undefined;
}

/** Predicts what the deployment does. The function of the stack decides in the same way. */
export async function predict(resource: ResourceToCheck): Promise<Prediction> {
  const { properties, deployed } = resource;
  const id = jobTemplateIdIn(properties);
  if (id === undefined && properties.resolved.JobTemplateId !== undefined) {
    const { unresolved } = fill(properties);
    return { action: 'known at deployment', why: 'the id of the template is not known yet', differences: [], unresolved };
  }
  const found = id === undefined ? undefined : await resource.read(id);
  const rendered = found && renderedAs(found, properties);
  const [filled, before] = [fill(properties, rendered), deployed && fill(deployed.properties, rendered)];
  const { unresolved } = filled;
  try {
    const desired = desiredStateOf(filled.properties, before?.properties, { isUnresolved, quotas: false });
    const isSent = deployed === undefined || !areEqual(properties, deployed.properties);
    const isKnown = unresolved.length === 0;
    const outcome = isSent ? await predictChange({ ...resource, desired, found, isKnown }) : drift(resource.owner, desired, found);
    return { id, unresolved: unresolvedOf(filled), ...outcome };
  } catch (error) {
    const { message } = error as Error;
    const isUnknown = unresolved.some(({ member }) => message.startsWith(`${member}.`) || message.startsWith(`${member} `));
    return { action: isUnknown ? 'known at deployment' : 'fail', id, why: message, differences: [], unresolved };
  }
}

const unresolvedOf = ({ unresolved }: FilledProperties): UnresolvedMember[] =>
  [...new Map(unresolved.map(each => [each.member, each])).values()];

/** The template as properties, with its tags in the order of the declared tags. */
function renderedAs({ id, content, tags }: AccountTemplate, { resolved }: Properties): { readonly [name: string]: unknown } {
  const declared = Array.isArray(resolved.Tags) ? resolved.Tags as { readonly Key?: unknown }[] : [];
  return { ...render({ ...content, jobTemplateId: id }), Tags: declared.map(({ Key }) => ({ Key, Value: tags.get(String(Key)) })) };
}

type Outcome = Pick<Prediction, 'action' | 'why' | 'differences'>;

interface Situation {
  readonly desired: DesiredState;
  readonly found?: AccountTemplate;
  /** Whether all members are known before the deployment. */
  readonly isKnown: boolean;
}

interface ChangeToPredict extends ResourceToCheck, Situation {}

async function predictChange({ owner, deployed, desired, found, isKnown, read }: ChangeToPredict): Promise<Outcome> {
  const { request } = desired;
  const hadTemplate = deployed?.physicalId === request.jobTemplateId;
  const replaced = deployed === undefined || hadTemplate ? undefined : await read(deployed.physicalId);
  const change: DesiredChange = {
    owner,
    requestFingerprint: THIS_REQUEST,
    desired,
    hadTemplate,
    creationOfReplaced: replaced && new BookkeepingTags(replaced.tags).requests[0],
  };
  const description = found && descriptionOf(found);
  const outcome = outcomeOf(await decideOn(change, found?.tags ?? new Map(), description), { desired, found, isKnown });
  if (deployed === undefined || hadTemplate || outcome.action === 'fail') return outcome;
  return { ...outcome, why: `${outcome.why}; it replaces ${deployed.physicalId}, which the stack gives up afterwards` };
}

/** The request of CloudFormation has no fingerprint yet. */
const THIS_REQUEST = 'this deployment';

/** The last decision, after those that only prepare it. All reads are up to date. */
async function decideOn(change: DesiredChange, tags: Tags, described: JobTemplateDescription | undefined): Promise<Decision> {
  const decision = await decide(change, {
    tags,
    bookkeeping: new BookkeepingTags(tags),
    describe: async () => described,
    view: { isSettled: true, isRecent: () => false },
    isIdTaken: described !== undefined,
  });
  if (decision.action === 'disclaim') return decideOn(change, new Map([...tags].filter(([key]) => !decision.keys.includes(key))), described);
  if (decision.action !== 'adopt' || change.desired.adoptExisting) return decision;
  // The stack has the template back, and goes on with its update.
  return decideOn(change, new Map([...tags, ...decision.tags]), described);
}

function outcomeOf(decision: Decision, { desired, found, isKnown }: Situation): Outcome {
  const asFarAsKnown = isKnown ? '' : ', as far as it is known';
  switch (decision.action) {
    case 'create': return { action: 'create', why: 'there is no template with this id', differences: [] };
    case 'edit': return { action: 'edit', why: 'its content changes: it is recreated under the same id', differences: editedMembers(desired, found!) };
    case 'adopt': return { action: 'adopt', why: `it has the declared content${asFarAsKnown}, and ${ownershipText(new BookkeepingTags(found!.tags))}`, differences: [] };
    case 'leave': return { action: 'leave', why: decision.why, differences: [] };
    case 'refuse': return { action: 'fail', why: decision.why, differences: (decision.differences ?? []).map(foundDifference) };
    case 'retag': {
      const { set, remove } = decision.changes;
      const changed = [...withoutBookkeepingTags(set)].map(([tag, expected]) => ({ member: 'tags', tag, expected, found: found!.tags.get(tag) }))
        .filter(({ expected, found: value }) => expected !== value);
      const removed = remove.filter(key => !BOOKKEEPING_TAGS.includes(key)).map(tag => ({ member: 'tags', tag, found: found!.tags.get(tag) }));
      const all = [...changed, ...removed];
      return all.length > 0 ? { action: 'retag', why: 'only its tags change', differences: all }
        : { action: 'leave', why: `it has the declared content and tags${asFarAsKnown}`, differences: [] };
    }
    default: return { action: 'known at deployment', why: 'AWS IoT does not show its state', differences: [] };
  }
}

const foundDifference = ({ member, tag, wanted, found }: TemplateDifference): FoundDifference => ({ member, tag, expected: wanted, found });

/** What an edit changes. A description does not show the job of a template, but the declaration before does. */
function editedMembers({ request, previous }: DesiredState, found: AccountTemplate): FoundDifference[] {
  const shown = templateDifferences(request, descriptionOf(found), found.tags).map(foundDifference);
  const hasOtherJob = previous !== undefined && previous.jobArn !== request.jobArn;
  return [...hasOtherJob ? [{ member: 'jobArn', expected: request.jobArn, found: previous.jobArn }] : [], ...shown];
}

/** What somebody has changed by hand, if the deployment sends nothing to the function. */
function drift(owner: string, { request }: DesiredState, found: AccountTemplate | undefined): Outcome {
  if (found === undefined) return drifted('does not exist', EDIT_IT, []);
  const changed = templateDifferences(request, descriptionOf(found), found.tags).map(foundDifference);
  const bookkeeping = new BookkeepingTags(found.tags);
  if (bookkeeping.owner !== owner) return drifted(ownershipText(bookkeeping), changed.length > 0 ? DECLARE_AND_ADOPT_IT : ADOPT_IT, changed);
  if (changed.length > 0) return drifted('was changed by hand', EDIT_IT, changed);
  return { action: 'leave', why: 'nothing changes', differences: [] };
}

/** The next edit restores the declared content and tags, also those of a template that is missing. */
const EDIT_IT = 'to restore it, edit its content, for example its description';
const ADOPT_IT = 'to get it back, set adoptExisting';
const DECLARE_AND_ADOPT_IT = `${ADOPT_IT}, declare it as it is, and edit it in a later deployment`;

const drifted = (what: string, remedy: string, differences: readonly FoundDifference[]): Outcome => ({
  action: 'drifted',
  why: `the template ${what}; this deployment does not touch it, because its properties are unchanged: ${remedy}`,
  differences,
});
