import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { errorAt } from './errors';
import { shownProp } from './shown';
import { isJobTemplateId } from '../shared/check';

/**
 * Checks an id that refers to a template that is managed elsewhere. A token passes.
 *
 * @param where a construct, or the path of a construct that does not exist yet
 * @param remedy what to do, to follow a colon
 * @throws if no job template can have the id
 */
export function checkJobTemplateId(where: IConstruct | string, jobTemplateId: unknown, remedy: string): void {
  if (Token.isUnresolved(jobTemplateId) || isJobTemplateId(jobTemplateId)) return;
  throw errorAt(where, 'invalidJobTemplateId', `${shownProp('jobTemplateId', jobTemplateId)}, must be 1 to 64 letters, digits, _ and -: ${remedy}`);
}
