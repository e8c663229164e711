import { CREATE_JOB_TEMPLATE, MAX_TAGS, type Tag } from '../shared/create-job-template';
import { list, required, structure, text } from '../shared/shape';

const { description, jobTemplateId, tags } = CREATE_JOB_TEMPLATE.members;

/** A time of a schedule, in UTC. Evidence: job-schedule-format. */
const TIME = text({
  pattern: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d$/,
  patternDescription: 'be a time in UTC of the form YYYY-MM-DDThh:mm, without seconds and zone',
});

/** The shape of the members of CreateJob that a `Job` sets, besides the parameters of the document, which are a map. Evidence: job-members. */
export const CREATE_JOB = structure({
  jobId: jobTemplateId,
  jobTemplateArn: required(text()),
  targets: required(list(text({ max: 2048 }), { min: 1 })),
  description,
  targetSelection: text({ oneOf: ['SNAPSHOT', 'CONTINUOUS'] }),
  schedulingConfig: structure({
    startTime: TIME,
    endTime: TIME,
    endBehavior: text({ oneOf: ['STOP_ROLLOUT', 'CANCEL', 'FORCE_CANCEL'] }),
  }),
  // A job has no bookkeeping tags.
  tags: { ...tags, max: MAX_TAGS } as typeof tags,
});

/** The shape of a parameter of a document. Evidence: job-parameters. */
export const PARAMETER = structure({
  key: text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9_-]+$/, patternDescription: 'be made of letters, digits, _ and - only' }),
  value: required(text({ min: 1, max: 30720, pattern: /^[^\p{C}]+$/u, patternDescription: 'have no line breaks or other control characters' })),
});

/** The members of CreateJob that a `Job` sets, with the names of the API. */
export interface CreateJobRequest {
  /** Undefined if the id is generated, because it depends on the other members. */
  readonly jobId?: string;
  readonly jobTemplateArn: string;
  readonly targets: readonly string[];
  readonly description?: string;
  readonly targetSelection?: string;
  readonly schedulingConfig?: ScheduleMembers;
  readonly documentParameters?: { readonly [key: string]: string };
  readonly tags?: readonly Tag[];
}

export interface ScheduleMembers {
  readonly startTime?: string;
  readonly endTime?: string;
  readonly endBehavior?: string;
}
