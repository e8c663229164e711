import { Duration } from 'aws-cdk-lib';
import { MaintenanceWindow } from '../../../src';
import type { Call } from '../../src/code/expression';
import { maintenanceWindow } from '../../src/code/maintenance-window';

describe('A maintenance window', () => {
  test.each<[string, string]>([
    ['cron(0 1 * * ? *)', 'daily'],
    ['cron(59 23 * * ? *)', 'daily'],
    ['cron(0 2 ? * SUN *)', 'weekly'],
    ['cron(30 2 ? * SAT,SUN,MON *)', 'weekly'],
    ['cron(0 3 31 * ? *)', 'monthly'],
  ])('%s has the short form %s, which makes the same text', (startTime, method) => {
    const written = maintenanceWindow({ startTime, durationInMinutes: 60 }) as Call;
    expect(written.method).toBe(method);
    expect(evaluated(written).startTime).toBe(startTime);
  });

  test.each([
    'cron(00 1 * * ? *)', 'cron(0 1 ? * * *)', 'cron(0 2 ? * MON-FRI *)', 'cron(0 2 ? * 1 *)', 'cron(0 2 ? * sat *)', 'cron(0 2 ? * SAT#1 *)', 'cron(0 3 L * ? *)',
    'cron(0 3 01 * ? *)', 'cron(0/5 1 * * ? *)', 'cron(0 1 * * ? 2027)', 'cron(0 1 1,15 * ? *)', 'cron(0 1 * 6 ? *)',
  ])('%s stays an expression, because a short form makes another text', (startTime) => {
    expect(maintenanceWindow({ startTime, durationInMinutes: 60 })).toMatchObject({ method: 'cron', args: [{ value: startTime }, { method: 'hours' }] });
  });
});

/** The window that the written call makes. */
function evaluated({ method, args: [written] }: Call): MaintenanceWindow {
  const members = written.kind === 'options' ? written.members : [];
  const values = members.map(({ name, value }) => {
    if (value.kind === 'number') return [name, value.value];
    if (value.kind === 'list') return [name, value.items.map(item => item.kind === 'enum' ? DAYS[item.member] : undefined)];
    return [name, Duration.minutes(60)];
  });
  return (MaintenanceWindow as any)[method](Object.fromEntries(values));
}

const DAYS: { readonly [name: string]: string } = {
  SUNDAY: 'SUN', MONDAY: 'MON', TUESDAY: 'TUE', WEDNESDAY: 'WED', THURSDAY: 'THU', FRIDAY: 'FRI', SATURDAY: 'SAT',
};
