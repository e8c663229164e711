import type { CreateJobTemplateCommandInput, Tag } from '@aws-sdk/client-iot';
import { checkInlineDocument, checkPlaceholders, readSource } from './document';
import { invalidRequest, ServiceError } from './errors';
import { inheritedFrom, JobSettings } from './job';
import { checkCreateRules, checkTemplateRules, checkUpdateJobRules } from './rules';
import { checkCreatedTags } from './tags';
import type { Rules } from './variants';

/** The inputs of CreateJobTemplate outside of its request. */
export interface Surroundings {
  /** The object behind a documentSource, or undefined if there is none. @default - a stub for every source */
  readonly readDocument?: (url: string) => string | undefined;
  /** The buckets that exist. @default - every bucket */
  readonly buckets?: ReadonlySet<string>;
  /**
   * The jobs of the account, by their ARN. @default - a job with a stub document and no other settings, for every ARN
   */
  readonly jobs?: ReadonlyMap<string, JobSettings>;
  /** @default - AWS IoT can assume every role */
  readonly canAssume?: (roleArn: string) => boolean;
}

type Content = Omit<CreateJobTemplateCommandInput, 'tags'>;

/**
 * Checks a request by itself, before all other checks. Evidence: create-order-of-checks,
 * create-conflict-before-document.
 */
export function checkCreateRequest(content: Content, tags: readonly Tag[], rules: Rules): void {
  const { document, documentSource, jobArn } = content;
  if (document) checkInlineDocument(document);
  checkCreateRules(content);
  if (rules.updateJobRulesAtCreate === 'checked') checkUpdateJobRules(content);
  // Evidence: document-one-source.
  if (document && documentSource) throw invalidRequest('Job document and job document source cannot be specified at the same time.');
  checkCreatedTags(tags, rules);
  // Evidence: document-required.
  if (!document && !documentSource && !jobArn) throw invalidRequest('Neither job document nor job document source is specified.');
}

/** The content of the template that a request asks for. Evidence: job-arn-members-replace, document-source-read-once, job-keeps-document. */
export function resolveContent({ document, ...rest }: Content, surroundings: Surroundings): Content & { readonly document: string } {
  const { documentSource, jobArn } = rest;
  const own = documentSource ? readSource(documentSource, objectsOf(surroundings)) : document;
  const inherited = jobArn === undefined ? {} : inheritedFrom(findJob(jobArn, surroundings));
  const { document: ofJob, documentSource: sourceOfJob, ...configuration } = inherited;
  const template = own
    ? { ...configuration, ...rest, document: own }
    : { ...inherited, ...rest, document: ofJob! };
  checkTemplateRules(template);
  checkRole(template, surroundings);
  return template;
}

function checkRole({ jobTemplateId, document, presignedUrlConfig }: Content, { canAssume }: Surroundings): void {
  const roleArn = presignedUrlConfig?.roleArn;
  checkPlaceholders({ jobTemplateId: jobTemplateId!, document: document!, roleArn });
  // Evidence: presign-role-not-yet-assumable.
  if (roleArn !== undefined && canAssume?.(roleArn) === false) {
    throw invalidRequest(`Permission denied when attempting to assume role ${roleArn}.`);
  }
}

/** Evidence: job-arn-missing. */
function findJob(jobArn: string, { jobs }: Surroundings): JobSettings {
  const job = jobs ? jobs.get(jobArn) : { document: JSON.stringify({ takenFrom: jobArn }) };
  if (!job) throw new ServiceError('ResourceNotFoundException', `Job ${jobArn.slice(jobArn.lastIndexOf('/') + 1)} cannot be found.`);
  return job;
}

/** Evidence: document-source-caller. */
function objectsOf({ buckets, readDocument }: Surroundings) {
  return {
    hasBucket: (bucket: string) => buckets?.has(bucket) ?? true,
    read: readDocument ?? ((url: string) => JSON.stringify({ readFrom: url })),
  };
}
