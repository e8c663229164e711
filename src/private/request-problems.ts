import { Token } from 'aws-cdk-lib';
import { jsonMistake } from './json-mistake';
import { problemText, shown, shownProp } from './shown';
import { SYNTHESIS_RULES } from './synthesis-rules';
import type { WarningId } from './warning';
import { warningsIn } from './warnings';
import { check } from '../shared/check';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import type { Problem } from '../shared/rule';
import { RULES } from '../shared/rules';

/** The members of a request whose props have another name, longer paths first. */
const PROPS: ReadonlyArray<readonly [member: RegExp, prop: string]> = [
  [/^(documentSource|jobArn)$/, 'document'],
  [/^presignedUrlConfig\.roleArn$/, 'presignedUrlRole'],
  [/^presignedUrlConfig\.expiresInSec$/, 'presignedUrlExpiration'],
  [/^jobExecutionsRolloutConfig\.exponentialRate\.rateIncreaseCriteria\.numberOfNotifiedThings$/, 'rollout.increaseAfter.notifiedThings'],
  [/^jobExecutionsRolloutConfig\.exponentialRate\.rateIncreaseCriteria\.numberOfSucceededThings$/, 'rollout.increaseAfter.succeededThings'],
  [/^jobExecutionsRolloutConfig\.exponentialRate\.rateIncreaseCriteria/, 'rollout.increaseAfter'],
  [/^jobExecutionsRolloutConfig\.exponentialRate/, 'rollout'],
  [/^jobExecutionsRolloutConfig/, 'rollout'],
  [/^abortConfig\.criteriaList/, 'abortCriteria'],
  [/^jobExecutionsRetryConfig\.criteriaList/, 'retryCriteria'],
  [/^timeoutConfig\.inProgressTimeoutInMinutes$/, 'inProgressTimeout'],
  [/^(maintenanceWindows\[\d+\])\.startTime$/, '$1.expression'],
  [/^(maintenanceWindows\[\d+\])\.durationInMinutes$/, '$1.duration'],
];

const ALL_RULES = [...RULES, ...SYNTHESIS_RULES];

/** The reasons for which AWS IoT would refuse a request, with the names of props. Tokens pass, because their values are unknown. */
export function problemsOf(request: CreateJobTemplateRequest): string[] {
  return check(request, { isUnresolved: Token.isUnresolved, quotas: true }, ALL_RULES)
    .map(problem => {
      const part = shownPart(problem, request);
      return part === undefined ? problemText(labelOf(problem.member, request), problem.value, mustOf(problem)) : `${part}, must ${mustOf(problem)}`;
    });
}

/** A warning and the id that acknowledges it. */
export interface ShownWarning {
  readonly id: WarningId;
  readonly text: string;
}

/** The values that AWS IoT would accept, but that are probably mistakes, with the names of props. */
export const warningsOf = (request: CreateJobTemplateRequest): ShownWarning[] =>
  warningsIn(request, Token.isUnresolved).map(warning => ({
    id: warning.id,
    text: `${shownPart(warning, request) ?? shownProp(labelOf(warning.member, request), warning.value)}, but ${warning.but}`,
  }));

/** The name of the prop for a member of the request. */
export function propOf(member: string): string {
  const [pattern, prop] = PROPS.find(([each]) => each.test(member)) ?? [/^/, ''];
  return member.replace(pattern, prop);
}

type Shown = Pick<Problem, 'member' | 'value'>;

/** A value that is a number of something, such as `11 placeholders`. */
const COUNT = /^\d+ (?:bytes|items|levels|placeholders|retries)$/;

/** The text for a value that is a count, or only a part of the document. Undefined for other values. */
function shownPart({ member, value }: Shown, { document }: CreateJobTemplateRequest): string | undefined {
  if (typeof value === 'string' && COUNT.test(value)) return `${propOf(member)} has ${value}`;
  const isPart = member === 'document' && value !== document && /^(?:\$\{|\{\{)/.test(String(value));
  return isPart ? `document has ${shown(value)}` : undefined;
}

/** The prop for a member, for messages. A tag is named by its key. */
function labelOf(member: string, { tags }: CreateJobTemplateRequest): string {
  const [, index, part] = /^tags\[(\d+)\]\.(Key|Value)$/.exec(member) ?? [];
  if (part === 'Key') return 'a key of tags';
  return part === 'Value' ? `tags[${shown(tags?.[Number(index)].Key)}]` : propOf(member);
}

/** The requirement, with more help than the handler gives: the handler logs it, so it must not quote a document. */
function mustOf({ member, value, must }: Problem): string {
  if (member === 'document' && must.startsWith('be valid JSON')) return `be valid JSON: ${jsonMistake(String(value))}`;
  if (member === 'jobTemplateId' && String(value).startsWith('arn:')) {
    return `${must}. The id is the part of an ARN after jobtemplate/; JobTemplate.fromJobTemplateArn imports an existing template`;
  }
  return must;
}
