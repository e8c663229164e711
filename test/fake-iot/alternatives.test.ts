import { Alternatives } from './alternatives';
import { ask, create, describeTemplate } from './direct';
import { FakeIotService } from './service';
import type { Variant } from './variants';

const SECOND = 1_000;
const ARN = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/one';

const VARIANTS = new Map<string, Partial<Variant>>([
  ['the same', {}],
  ['404', { tagsOfMissing: 'notFound' }],
  ['conflict', { conflictAfterDeleteMs: 2 * SECOND }],
  ['Describe lags', { describeLagMs: 2 * SECOND }],
  ['tags lag', { tagsLagMs: 2 * SECOND }],
  ['refused', { untagOfMissingKey: 'refused' }],
  ['restricted', { tagValues: 'restricted' }],
  ['unchecked', { updateJobRulesAtCreate: 'unchecked' }],
]);

/** The variants that are no alternatives after some calls. */
function lostBy(calls: (service: FakeIotService, pass: (ms: number) => void) => void, variant: Partial<Variant> = {}): string[] {
  let now = 0;
  const alternatives = new Alternatives(VARIANTS);
  const service = new FakeIotService({ now: () => now, alternatives, variant });
  calls(service, ms => { now += ms; });
  return [...VARIANTS.keys()].filter(name => !alternatives.names.has(name));
}

const make = (service: FakeIotService) => create(service, { document: '{}', tags: [{ Key: 'team', Value: 'fleet' }] });
const remove = (service: FakeIotService) => ask(service, 'DELETE', '/job-templates/one');
const listTags = (service: FakeIotService) => service.handle({ method: 'GET', path: '/tags', query: { resourceArn: ARN }, headers: {}, body: '' });
const untag = (service: FakeIotService, key: string) => ask(service, 'POST', '/untag', { resourceArn: ARN, tagKeys: [key] });

/** A creation depends on the rules for its content, whatever that is. */
const RULES = ['restricted', 'unchecked'];

test.each<[string, string[], Parameters<typeof lostBy>[0]]>([
  ['nothing', [], () => {}],
  ['a creation', RULES, make],
  ['a creation, and Describe at once', ['Describe lags', ...RULES], service => { make(service); describeTemplate(service); }],
  ['a creation, and Describe after the lag', RULES, (service, pass) => { make(service); pass(2 * SECOND); describeTemplate(service); }],
  ['a creation, and its tags at once', ['tags lag', ...RULES], service => { make(service); listTags(service); }],
  ['a creation, and its tags after the lag', RULES, (service, pass) => { make(service); pass(2 * SECOND); listTags(service); }],
  ['a deletion, and a creation at once', ['conflict', ...RULES], service => { make(service); remove(service); make(service); }],
  ['a deletion, and a creation later', RULES, (service, pass) => { make(service); remove(service); pass(2 * SECOND); make(service); }],
  ['removing a tag', RULES, service => { make(service); untag(service, 'team'); }],
  ['removing a tag that is missing', ['refused', ...RULES], service => { make(service); untag(service, 'stage'); }],
])('%s: the variants that decide differently are lost', (_, lost, calls) => {
  expect(lostBy(calls)).toEqual(lost);
});

test.each<[string, string[], Partial<Variant>]>([
  ['most probable', ['404'], {}],
  ['404', ['the same', 'conflict', 'Describe lags', 'tags lag', 'refused', 'restricted', 'unchecked'], { tagsOfMissing: 'notFound' }],
])('the tags of a missing template, in the variant %s', (_, lost, variant) => {
  expect(lostBy(listTags, variant)).toEqual(lost);
});
