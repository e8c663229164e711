const VERSION = '2010-05-15';

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
}

export interface StackEvent extends StackResource {
  readonly reason: string;
}

/**
 * Reads stacks through CloudFormation's query API. Requests are unsigned, because the emulator checks no signatures.
 */
export class CloudFormation {
  constructor(private readonly endpoint: string) {}

  /** `undefined` if the stack does not exist, or no longer exists. */
  async status(stackName: string): Promise<string | undefined> {
    const stack = await this.describe(stackName);
    return stack && element(stack, 'StackStatus');
  }

  async outputs(stackName: string): Promise<Record<string, string>> {
    const stack = await this.describe(stackName) ?? '';
    return Object.fromEntries(members(section(stack, 'Outputs')).map((output) => [
      element(output, 'OutputKey'),
      element(output, 'OutputValue'),
    ]));
  }

  async resources(stackName: string): Promise<StackResource[]> {
    const answer = await this.call('DescribeStackResources', { StackName: stackName });
    return members(section(answer, 'StackResources')).map(resource);
  }

  /** The events of the stack, oldest first. */
  async events(stackName: string): Promise<StackEvent[]> {
    const events: StackEvent[] = [];
    let page: Record<string, string> = {};
    do {
      const answer = await this.call('DescribeStackEvents', { StackName: stackName, ...page });
      for (const event of members(section(answer, 'StackEvents'))) {
        events.push({ ...resource(event), reason: element(event, 'ResourceStatusReason') });
      }
      page = { NextToken: element(answer, 'NextToken') };
    } while (page.NextToken);
    return events.reverse();
  }

  private async describe(stackName: string): Promise<string | undefined> {
    try {
      return await this.call('DescribeStacks', { StackName: stackName });
    } catch (error) {
      if (/does not exist/.test(String(error))) return undefined;
      throw error;
    }
  }

  private async call(action: string, parameters: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ Action: action, Version: VERSION, ...parameters });
    const response = await fetch(this.endpoint, { method: 'POST', body });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${action} of ${parameters.StackName} failed: ${element(answer, 'Message') || answer}`);
    return answer;
  }
}

function resource(xml: string): StackResource {
  return {
    logicalId: element(xml, 'LogicalResourceId'),
    physicalId: element(xml, 'PhysicalResourceId'),
    type: element(xml, 'ResourceType'),
    status: element(xml, 'ResourceStatus'),
  };
}

/** The members that are read here contain no lists, so the nearest end tag closes them. */
function members(xml: string): string[] {
  return [...xml.matchAll(/<member>(.*?)<\/member>/gs)].map(([, member]) => member);
}

function section(xml: string, name: string): string {
  return new RegExp(`<${name}>(.*)</${name}>`, 's').exec(xml)?.[1] ?? '';
}

function element(xml: string, name: string): string {
  return unescape(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '');
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: '\'', amp: '&' };

function unescape(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
  });
}
