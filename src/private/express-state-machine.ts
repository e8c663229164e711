import { Stack } from 'aws-cdk-lib';
import { CfnStateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { warn } from './warn';
import { WarningId } from './warning';

/**
 * Warns if a state machine of the type EXPRESS has a state of this name. States do not know their state machine, so its definition is read.
 * Evidence: express-duration.
 */
export function warnOfExpressStateMachine(run: IConstruct, stateName: string): void {
  for (const machine of run.node.root.node.findAll()) {
    if (!CfnStateMachine.isCfnResource(machine) || machine.cfnResourceType !== CfnStateMachine.CFN_RESOURCE_TYPE_NAME) continue;
    const { stateMachineType, definitionString } = machine as CfnStateMachine;
    if (stateMachineType !== StateMachineType.EXPRESS || !JSON.stringify(Stack.of(machine).resolve(definitionString)).includes(stateName)) continue;
    warn(run, WarningId.EXPRESS_STATE_MACHINE, `state machine ${machine.node.scope?.node.path} is of the type EXPRESS, but its executions end after five minutes, and the job goes on: `
      + 'make its type STANDARD');
  }
}
