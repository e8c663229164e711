import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FakeStack {
  readonly name: string;
  readonly id: string;
  readonly parameters?: { readonly [name: string]: string };
  readonly resources: readonly { readonly logicalId: string; readonly physicalId: string; readonly type: string; readonly status?: string }[];
  readonly template?: object;
  readonly outputs?: { readonly [name: string]: string };
}

/** Parameters or outputs. */
const members = (prefix: string, values: { readonly [name: string]: string }): string => Object.entries(values)
  .map(([name, value]) => `<member><${prefix}Key>${name}</${prefix}Key><${prefix}Value>${value}</${prefix}Value></member>`).join('');

/** CloudFormation with these stacks, as far as the tool reads it. */
export class FakeCloudFormation {
  static async start(): Promise<FakeCloudFormation> {
    const http = createServer();
    const fake = new FakeCloudFormation(http);
    http.on('request', async (incoming, response) => {
      const query = new URLSearchParams(await text(incoming));
      const { status, body } = fake.answer(query.get('Action')!, query.get('StackName'));
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return fake;
  }

  stacks: readonly FakeStack[] = [];
  exports: { readonly [name: string]: string } = {};
  isDenied = false;
  readonly actions: string[] = [];

  private constructor(private readonly http: Server) {}

  get endpoint(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.http.close();
    this.http.closeAllConnections();
    await once(this.http, 'close');
  }

  private answer(action: string, stackName: string | null): { status: number; body: string } {
    this.actions.push(action);
    if (this.isDenied) {
      return { status: 403, body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not authorized.</Message></Error></ErrorResponse>' };
    }
    const stack = this.stacks.find(({ id, name }) => id === stackName || name === stackName);
    if (stackName !== null && stack === undefined) {
      return { status: 400, body: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${stackName} does not exist</Message></Error></ErrorResponse>` };
    }
    const result = this.resultOf(action, stack);
    return { status: 200, body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>` };
  }

  private resultOf(action: string, stack: FakeStack | undefined): string {
    switch (action) {
      case 'DescribeStacks':
        return `<Stacks>${(stack === undefined ? this.stacks : [stack]).map(({ name, id, parameters = {}, outputs = {} }) =>
          `<member><StackName>${name}</StackName><StackId>${id}</StackId><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>`
          + `<Parameters>${members('Parameter', parameters)}</Parameters><Outputs>${members('Output', outputs)}</Outputs></member>`).join('')}</Stacks>`;
      case 'ListExports':
        return `<Exports>${Object.entries(this.exports).map(([name, value]) => `<member><Name>${name}</Name><Value>${value}</Value></member>`).join('')}</Exports>`;
      case 'ListStackResources':
        return `<StackResourceSummaries>${stack!.resources.map(({ logicalId, physicalId, type, status = 'CREATE_COMPLETE' }) => `<member><LogicalResourceId>${logicalId}</LogicalResourceId>`
          + `<PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus>`
          + '<LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>').join('')}</StackResourceSummaries>`;
      default:
        return `<TemplateBody>${JSON.stringify(stack!.template ?? { Resources: {} }).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</TemplateBody>`;
    }
  }
}
