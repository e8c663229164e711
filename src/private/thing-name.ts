import { required, structure, text } from '../shared/shape';

const NAME = text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9:_-]+$/, patternDescription: 'be made of letters, digits, :, _ and - only' });

/** The names of things and of thing groups. Evidence: thing-names. */
export const THING = structure({ thingName: required(NAME) });
export const THING_GROUP = structure({ thingGroupName: required(NAME) });
