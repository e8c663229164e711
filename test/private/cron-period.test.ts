import { shortestPeriod } from '../../src/private/cron-period';
import { cronProblem } from '../../src/shared/cron';

describe('the shortest period of an expression', () => {
  test.each([
    ['every minute', '* * ? * * *', 1],
    ['every quarter of an hour', '0/15 * * * ? *', 15],
    ['every quarter of an hour, from the first minute of all', '*/15 * * * ? *', 15],
    ['from the tenth minute on, every 25', '10/25 * * * ? *', 25],
    ['a range with a step', '0-30/30 * * * ? *', 30],
    ['a step, and a minute that is closer', '0/20,50 * * * ? *', 10],
    ['every hour', '30 * ? * * *', 60],
    ['every hour of one day a month', '0 * 1 * ? *', 60],
    ['two hours of a day', '0 18,21 ? * MON *', 180],
    ['two hours of a day, twice named', '0 21,18,18,21 ? * MON *', 180],
    ['hours on both sides of midnight', '0 1,22 ? * * *', 180],
    ['hours on both sides of midnight, of one day a week', '0 1,22 ? * MON *', 1260],
    ['a range of hours around midnight', '0 22-2 ? * MON *', 60],
    ['every day', '0 18 * * ? *', 1440],
    ['every day of the week', '0 18 ? * * *', 1440],
    ['every day of the week, by number', '0 18 ? * 1-7 *', 1440],
    ['from Monday to Friday', '0 18 ? * MON-FRI *', 1440],
    ['from Friday to Monday', '0 18 ? * FRI-MON *', 1440],
    ['on Saturdays and Sundays', '0 18 ? * SAT,SUN *', 1440],
    ['on two days of a month in a row', '0 18 14,15 * ? *', 1440],
    ['on every other day', '0 18 ? * MON,WED,FRI *', Infinity],
    ['every other day of a month', '0 18 */2 * ? *', Infinity],
    ['on one day of the week', '0 18 ? * TUE *', Infinity],
    ['on one day of the month', '0 18 15 * ? *', Infinity],
    ['on the last day of the month', '0 18 L * ? *', Infinity],
    ['on a weekday near a day', '0 18 15W * ? *', Infinity],
    ['on the second Monday', '0 18 ? * 2#2 *', Infinity],
    ['on special days that are close to others', '0 18 14,15W * ? *', Infinity],
    ['every hour of a special day', '0 * L * ? *', 60],
  ])('%s', (_, fields, period) => {
    expect(cronProblem(`cron(${fields})`)).toBeUndefined();
    expect(shortestPeriod(`cron(${fields})`)).toBe(period);
  });
});
