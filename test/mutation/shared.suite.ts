describe('shared check', () => { jest.requireActual('../shared/check.test'); });
describe('shared content', () => { jest.requireActual('../shared/content.test'); });
describe('shared cron', () => { jest.requireActual('../shared/cron.test'); });
describe('shared cron-period', () => { jest.requireActual('../private/cron-period.test'); });
describe('shared decode', () => { jest.requireActual('../shared/decode.test'); });
describe('shared s3-object-url', () => { jest.requireActual('../shared/s3-object-url.test'); });
describe('shared placeholder', () => { jest.requireActual('../shared/placeholder.test'); });
describe('shared render', () => { jest.requireActual('../shared/render.test'); });
