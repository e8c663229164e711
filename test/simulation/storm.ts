import type { ConcurrencyLimit } from './lambda';
import { template } from './scenarios';
import { Simulation } from './simulation';
import type { CloudFormationEvent } from '../../src/handler/event';
import { stringified } from '../support/cloudformation-event';

export interface Storm {
  readonly name: string;
  readonly succeeded: number;
  readonly seconds: number;
  /** The minimum time under the quota: the calls of the busiest operation, at its rate. */
  readonly byQuota: number;
}

/**
 * Creates a number of templates at once, then edits them, then deletes them. Evidence: quota-requests, lambda-queue.
 */
export async function storm(count: number, requestsPerSecond: number, concurrency?: ConcurrencyLimit): Promise<Storm[]> {
  const simulation = new Simulation({ iot: { quota: count, requestsPerSecond } });
  const { clock, lambda, service } = simulation;
  lambda.concurrency = concurrency;
  const stages = [
    { name: 'create', type: 'Create', version: 1 },
    { name: 'edit content', type: 'Update', version: 2 },
    { name: 'delete', type: 'Delete', version: 2 },
  ];
  const results: Storm[] = [];
  for (const { name, type, version } of stages) {
    const began = clock.now();
    const [calls, deliveries] = [service.calls.length, lambda.deliveries.length];
    await simulation.calmly(() => Promise.all(Array.from({ length: count }, (_, index) => lambda.invoke(eventFor(type, `t${index}`, version)))));
    const answered = lambda.deliveries.slice(deliveries).flatMap(({ answers }) => answers);
    const accepted = service.calls.slice(calls).filter(({ status }) => status === 200).map(({ operation }) => operation!);
    const busiest = Math.max(...[...new Set(accepted)].map(operation => accepted.filter(other => other === operation).length));
    results.push({
      name,
      succeeded: answered.filter(({ body }) => JSON.parse(body).Status === 'SUCCESS').length,
      seconds: (clock.now() - began) / 1000,
      byQuota: busiest / requestsPerSecond,
    });
  }
  return results;
}

function eventFor(type: string, id: string, version: number): CloudFormationEvent {
  const properties = (of: number) => stringified(template(id, of));
  return {
    RequestType: type,
    ResponseURL: `https://cloudformation.test/${type}-${id}`,
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/Fleet/00000000-0000-0000-0000-000000000001',
    RequestId: `${type}-${id}`,
    LogicalResourceId: `Template${id}`,
    ...type !== 'Create' && { PhysicalResourceId: id },
    ResourceProperties: properties(version),
    ...type === 'Update' && { OldResourceProperties: properties(version - 1) },
  };
}
