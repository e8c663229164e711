import type { ResourceEnvironment } from 'aws-cdk-lib';
import type * as iot from 'aws-cdk-lib/aws-iot';
import type { IConstruct } from 'constructs';
import { environmentOf, partsElsewhere } from './environment';
import { knownTemplateOf } from './known-template';
import { warn } from './warn';
import { WarningId } from './warning';

/** Warns of a template in another account or Region than the job. Nobody has measured whether AWS IoT refuses it. Evidence: job-template-elsewhere. */
export function warnOfTemplateElsewhere(job: IConstruct, jobTemplate: iot.IJobTemplateRef, env: ResourceEnvironment): void {
  const { account, region } = environmentOf(jobTemplate);
  const other = knownTemplateOf(jobTemplate).isManagedByAws ? { region } : { account, region };
  partsElsewhere(other, env).forEach(part => warn(job, WarningId.TEMPLATE_ELSEWHERE, `jobTemplate is ${jobTemplate.node.path}, which is in ${part.other}, but the job is in `
    + `${part.own}, and AWS IoT knows the templates of ${part.kind} only there: declare or import a template of ${part.own}`));
}
