import type { CreateJobTemplateCommandInput } from '@aws-sdk/client-iot';

const NUMBERS = /PerMinute$|Factor$|InMinutes$|InSec$|Things$|Percentage$|Retries$/;

/** A request with its numbers, because CloudFormation sends every scalar as a string. */
export const withNumbers = (request: object): CreateJobTemplateCommandInput =>
  JSON.parse(JSON.stringify(request), (name, value) => NUMBERS.test(name) ? Number(value) : value);
