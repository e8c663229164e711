from aws_cdk import App

from fleet_stack import FleetStack

app = App()
FleetStack(app, "Fleet")
app.synth()
