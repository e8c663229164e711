"""The integration of AWS Step Functions with AWS IoT, which MiniStack's interpreter of state machines lacks.

It calls MiniStack's own AWS IoT through botocore, whose model gives the names and the types of all members.
"""
import datetime
import os

import botocore.exceptions
import botocore.session
from botocore.config import Config

PREFIX = ':aws-sdk:iot:'


def install():
    from ministack.services import stepfunctions

    invoke_others = stepfunctions._invoke_aws_sdk_integration

    def invoke(resource, members):
        if PREFIX not in resource:
            return invoke_others(resource, members)
        try:
            return call(resource.rsplit(':', 1)[1], members)
        except Refusal as refusal:
            raise stepfunctions._ExecutionError(refusal.error, refusal.cause)

    stepfunctions._invoke_aws_sdk_integration = invoke


class Refusal(Exception):
    def __init__(self, error, cause):
        super().__init__(error)
        self.error, self.cause = error, cause


def call(operation, members):
    client = botocore.session.get_session().create_client(
        'iot', region_name='us-east-1', endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        aws_access_key_id='test', aws_secret_access_key='test', config=Config(retries={'total_max_attempts': 1}))
    name = pascal(operation)
    model = client.meta.service_model.operation_model(name)
    request = of_wire(model.input_shape, members, '$')
    try:
        response = client._make_api_call(name, request)
    except botocore.exceptions.ClientError as error:
        code = error.response['Error']['Code']
        known = code in [shape.name for shape in model.error_shapes]
        raise Refusal(f"Iot.{code if known else 'IotException'}", error.response['Error']['Message'])
    except botocore.exceptions.ParamValidationError as error:
        raise Refusal('States.Runtime', str(error))
    response.pop('ResponseMetadata')
    return of_state(model.output_shape, response)


def pascal(name):
    return name[0].upper() + name[1:]


def of_wire(shape, value, path):
    """A value of a state as a request. All members are in PascalCase there, and a member that the model lacks is an error."""
    if shape.type_name == 'structure':
        names = {pascal(name): name for name in shape.members}
        unknown = [name for name in value if name not in names]
        if unknown:
            raise Refusal('States.Runtime', f'The field {unknown[0]} at {path} is not supported by Step Functions')
        return {names[name]: of_wire(shape.members[names[name]], item, f'{path}.{name}') for name, item in value.items()}
    if shape.type_name == 'list':
        return [of_wire(shape.member, item, f'{path}[{index}]') for index, item in enumerate(value)]
    return value


def of_state(shape, value):
    """A response as a value of a state. Times are texts, and members without a value are left out."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat(timespec='milliseconds').replace('+00:00', 'Z')
    if shape.type_name == 'structure':
        return {pascal(name): of_state(shape.members[name], item) for name, item in value.items() if item is not None}
    if shape.type_name == 'list':
        return [of_state(shape.member, item) for item in value]
    return value
