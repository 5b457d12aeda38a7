using '../main.bicep'

param environmentName = 'golden'
param location = 'westeurope'
param durableBackend = 'durableTaskScheduler'
param mailFrom = 'leads@leadrouter.example'
param houseEmail = 'house@leadrouter.example'
param contactEmails = ['ops@leadrouter.example']
param eventSubscribers = ['crm']
param budgetStart = '2026-03-01'
