import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { WarningId } from './warning';

/** The warnings of each construct. A warning is added only once. */
const SAID = new WeakMap<IConstruct, Set<string>>();

/** Warns of a likely mistake. Users acknowledge the warning by its id. */
export function warn(construct: IConstruct, id: WarningId, text: string): void {
  const said = SAID.get(construct) ?? new Set<string>();
  SAID.set(construct, said);
  if (said.has(text)) return;
  said.add(text);
  Annotations.of(construct).addWarningV2(`cdk-iot-job-template:${id}`, text);
}
