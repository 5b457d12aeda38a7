metadata description = 'LeadRouter in one resource group: the function app, its storage, its queue, its vault, and what watches them.'

targetScope = 'subscription'

@minLength(1)
@maxLength(24)
@description('Name of the azd environment; part of every name.')
param environmentName string

@description('A region with Flex Consumption.')
param location string

@description('Where histories and timers of orchestrations live: in the storage account, or in a Durable Task Scheduler.')
@allowed(['azureStorage', 'durableTaskScheduler'])
param durableBackend string = 'azureStorage'

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('What links in mails start with, once a domain of your own points at the app. Empty: the name that Azure gives.')
param publicUrl string = ''

@description('A sender that SendGrid has verified.')
param mailFrom string
param mailFromName string = 'LeadRouter'
@description('Told of every lead that needs a person.')
param houseEmail string = ''
@allowed(['https://api.sendgrid.com', 'https://api.eu.sendgrid.com'])
param sendGridHost string = 'https://api.sendgrid.com'

@description('Origins for the platform to check; empty leaves it to the list of each source.')
param allowedOrigins string[] = []

@description('Names of the secrets that rows of Sources use; put each into the vault as source-NAME.')
param signedSources string[] = []

@description('A subscription of the topic lead-events for each system that follows along.')
param eventSubscribers string[] = []

@description('Told by alarms and by the budget.')
param contactEmails string[]

@description('A month, in the currency of the account; 0 for no budget.')
@minValue(0)
param monthlyBudget int = 100

@description('First day of the budget: the first of a month.')
param budgetStart string = utcNow('yyyy-MM-01')

param instanceMemoryMB int = 2048
param maximumInstanceCount int = 100
param alwaysReadyHttp int = 1
param alwaysReadyDurable int = 1

@secure()
@description('Secret of the hashes that stand for personal keys. Never change it. Empty: what the vault holds stays.')
param hashSecret string = ''
@secure()
@description('Signs the links in mails, written id:secret. Empty: what the vault holds stays.')
param linkKey string = ''
@secure()
@description('The link key before: give it as long as its links are out there.')
param previousLinkKey string = ''
@secure()
param editorKey string = ''
@secure()
param viewerKey string = ''
@secure()
param sendGridApiKey string = ''

var tags = { 'azd-env-name': environmentName, product: 'leadrouter' }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var queueName = 'lead-received'
var topicName = 'lead-events'
var taskHub = 'LeadRouter'
var packages = 'packages'
var onScheduler = durableBackend == 'durableTaskScheduler'

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'core/identity.bicep' = {
  scope: group
  params: { name: 'id-${token}', location: location, tags: tags }
}

module monitoring 'core/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: tags
    senderPrincipalId: identity.outputs.principalId
  }
}

// Two accounts: what the engine does to its own never takes operations from the leads, and a restored backup of one leaves the other.
module leads 'core/storage.bicep' = {
  scope: group
  params: {
    name: 'stleads${token}'
    location: location
    tags: tags
    sku: storageSku
    tables: loadJsonContent('tables.json')
    roles: { tables: tableDataContributor }
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module engine 'core/storage.bicep' = {
  scope: group
  params: {
    name: 'steng${token}'
    location: location
    tags: tags
    sku: storageSku
    containers: [packages]
    // The Functions host keeps its locks in blobs; the durable engine needs queues and tables as well.
    roles: onScheduler ? { blobs: blobDataOwner } : { blobs: blobDataOwner, queues: queueDataContributor, tables: tableDataContributor }
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module bus 'core/servicebus.bicep' = {
  scope: group
  params: {
    name: 'sb-${token}'
    location: location
    tags: tags
    queueName: queueName
    topicName: topicName
    subscribers: eventSubscribers
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'core/keyvault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    secrets: {
      'hash-secret': hashSecret
      'link-key': linkKey
      'link-key-previous': previousLinkKey
      'editor-key': editorKey
      'viewer-key': viewerKey
      'sendgrid-api-key': sendGridApiKey
    }
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module scheduler 'core/scheduler.bicep' = if (onScheduler) {
  scope: group
  params: {
    name: 'dts-${token}'
    taskHubName: taskHub
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module app 'app/functions.bicep' = {
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    engineAccountName: engine.outputs.name
    packageContainerUrl: '${engine.outputs.blobEndpoint}${packages}'
    insightsConnectionString: monitoring.outputs.connectionString
    vaultName: vault.outputs.name
    serviceBusHost: bus.outputs.host
    leadQueue: queueName
    eventTopic: topicName
    tableEndpoint: leads.outputs.tableEndpoint
    publicUrl: publicUrl
    productSettings: {
      LeadRouter__MailFrom: mailFrom
      LeadRouter__MailFromName: mailFromName
      LeadRouter__HouseEmail: houseEmail
      LeadRouter__SendGridHost: sendGridHost
    }
    allowedOrigins: allowedOrigins
    schedulerEndpoint: scheduler.?outputs.endpoint ?? ''
    taskHubName: taskHub
    signedSources: signedSources
    keepsPreviousLinks: !empty(previousLinkKey)
    hasViewers: !empty(viewerKey)
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyDurable: alwaysReadyDurable
    workspaceId: monitoring.outputs.workspaceId
  }
}

module alarms 'core/alarms.bicep' = {
  scope: group
  params: {
    prefix: 'leadrouter-${environmentName}'
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    serviceBusId: bus.outputs.id
    contactEmails: contactEmails
  }
}

module budget 'core/budget.bicep' = if (monthlyBudget > 0) {
  scope: group
  params: {
    name: 'leadrouter-${environmentName}'
    amount: max(monthlyBudget, 1)
    startDate: budgetStart
    contactEmails: contactEmails
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_STORAGE_ACCOUNT string = leads.outputs.name
output SERVICE_LEADS_NAME string = app.outputs.name
output SERVICE_LEADS_URI string = app.outputs.url
