import { listed, type Statement } from '../iam/policy-simulator';

/** A policy that allows less, or more, than it should in one place. */
export interface Mutant {
  readonly kind: 'statement' | 'action' | 'resource' | 'condition' | 'wider resource' | 'wider condition';
  readonly name: string;
  readonly statements: readonly Statement[];
  /** What the change can be seen by. */
  readonly actions: readonly string[];
}

/** Every statement, action, resource and condition taken away, and every one of them widened. */
export function mutantsOf(statements: readonly Statement[]): Mutant[] {
  return statements.flatMap((statement, index) => {
    const [actions, resources] = [listed(statement.Action), listed(statement.Resource)];
    const mutant = (kind: Mutant['kind'], name: string, ...instead: Statement[]): Mutant => ({
      kind,
      name: `statement ${index + 1} (${actions[0]}): ${kind} ${name}`,
      actions,
      statements: [...statements.slice(0, index), ...instead, ...statements.slice(index + 1)],
    });
    const conditions = Object.entries(statement.Condition ?? {})
      .flatMap(([operator, keys]) => Object.entries(keys).map(([key, value]) => ({ operator, key, value })));
    const allBut = (list: readonly string[], gone: string) => list.filter(item => item !== gone);
    return [
      mutant('statement', ''),
      ...actions.length < 2 ? [] : actions.map(action => mutant('action', action, { ...statement, Action: allBut(actions, action) })),
      ...resources.length < 2 ? [] : resources.map(resource => mutant('resource', resource, { ...statement, Resource: allBut(resources, resource) })),
      ...resources.filter(resource => resource !== '*')
        .map(resource => mutant('wider resource', resource, { ...statement, Resource: [...allBut(resources, resource), '*'] })),
      ...conditions.map(({ operator, key }) => mutant('condition', `${operator} ${key}`, { ...statement, Condition: without(statement, operator, key) })),
      ...conditions.filter(({ operator }) => operator === 'StringLike').map(({ operator, key, value }) =>
        mutant('wider condition', `${operator} ${key}`, { ...statement, Condition: { ...statement.Condition, [operator]: { [key]: wider(value as string) } } })),
    ];
  });
}

function without({ Condition = {} }: Statement, operator: string, key: string): Statement['Condition'] {
  const { [key]: _gone, ...keys } = Condition[operator];
  const { [operator]: _all, ...operators } = Condition;
  return Object.keys(keys).length === 0 ? operators : { ...operators, [operator]: keys };
}

/** The stack by its name, whichever it is. */
const wider = (owner: string): string => owner.replace(/\/[^/]+\/\*$/, '/*');
