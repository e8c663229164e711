import type { FakeIotService } from './service';

export interface DirectAnswer {
  readonly status: number;
  readonly error?: string;
  readonly message?: string;
  /** The body, as sent. */
  readonly text: string;
  readonly body: any;
}

/** Calls the service without a client, which would hide null members. */
export function ask(service: FakeIotService, method: string, path: string, body?: object): DirectAnswer {
  const answer = service.handle({ method, path, query: {}, headers: {}, body: body === undefined ? '' : JSON.stringify(body) });
  const content = JSON.parse(answer.body || '{}');
  return { status: answer.status, error: answer.headers['x-amzn-ErrorType'], message: content.message, text: answer.body, body: content };
}

export function create(service: FakeIotService, body: object, id = 'one'): DirectAnswer {
  return ask(service, 'PUT', `/job-templates/${id}`, { description: 'One', ...body });
}

export function describeTemplate(service: FakeIotService, id = 'one'): DirectAnswer {
  return ask(service, 'GET', `/job-templates/${id}`);
}
