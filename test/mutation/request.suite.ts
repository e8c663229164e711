describe('request check', () => { jest.requireActual('../request/check.test'); });
describe('request content', () => { jest.requireActual('../request/content.test'); });
describe('request cron', () => { jest.requireActual('../request/cron.test'); });
describe('request cron-period', () => { jest.requireActual('../request/cron-period.test'); });
describe('request decode', () => { jest.requireActual('../request/decode.test'); });
describe('request placeholder', () => { jest.requireActual('../request/placeholder.test'); });
describe('request render', () => { jest.requireActual('../request/render.test'); });
