"""Addresses of the reports' pages."""

from django.urls import path

from reports import views

urlpatterns = [
    path("reports/", views.report_list, name="report-list"),
    path("reports/<int:number>/", views.report_detail, name="report-detail"),
    path("reports/<int:number>/report.<slug:form>", views.report_file, name="report-file"),
]
