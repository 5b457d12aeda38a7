metadata description = 'What must wake somebody: the product has stopped watching itself, or says that something is wrong.'

param prefix string
param location string
param tags object
param insightsId string
param serviceBusId string
param contactEmails string[]

// Metrics of the product (docs/telemetry.md). A rule is broken when its metric rises above the threshold.
var watched = [
  {
    name: 'orphans'
    metric: 'leadrouter.orphans'
    above: 0
    severity: 1
    text: 'Leads without a clock were found. The watchdog has mended them; why there were any is to be found out.'
  }
  {
    name: 'unbalanced'
    metric: 'leadrouter.accounting.imbalance'
    above: 0
    severity: 0
    text: 'Received is not the sum of where submissions are: one was lost or counted twice.'
  }
  {
    name: 'overdue'
    metric: 'leadrouter.timers.overdue'
    above: 100
    severity: 1
    text: 'Leads wait for more than their time: the engine is stuck or too slow.'
  }
  {
    name: 'breaker'
    metric: 'leadrouter.breaker.open'
    above: 0
    severity: 1
    text: 'A complaint breaker is open: mail to contacts at one provider is held back.'
  }
  {
    name: 'parked'
    metric: 'leadrouter.effects.parked'
    above: 0
    severity: 2
    text: 'An effect has failed for good and is parked: look at the lead, mend the cause, replay it.'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${prefix}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'leadrouter'
    emailReceivers: [
      for (email, index) in contactEmails: {
        name: 'person-${index}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in watched: {
    name: '${prefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'LeadRouter: ${rule.name}'
      description: rule.text
      severity: rule.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT10M'
      criteria: {
        allOf: [
          {
            query: 'customMetrics | where name == "${rule.metric}" | project timestamp, valueMax'
            timeAggregation: 'Maximum'
            metricMeasureColumn: 'valueMax'
            operator: 'GreaterThan'
            threshold: rule.above
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [people.id] }
    }
  }
]

// The watchdog beats once a minute, and only after a sweep that went through: silence is an alarm.
resource heartbeat 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-heartbeat'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'LeadRouter: heartbeat missing'
    description: 'The watchdog has not finished a sweep for ten minutes: nobody proves that every lead has a clock.'
    severity: 0
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where name == "leadrouter.heartbeat"'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    autoMitigate: true
    actions: { actionGroups: [people.id] }
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A message could not be worked on ten times, or lay for a day.'
    severity: 1
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-letters'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    autoMitigate: true
    actions: [{ actionGroupId: people.id }]
  }
}
