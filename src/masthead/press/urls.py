from django.urls import path

from masthead.press import asking, views

urlpatterns = [
    path("<str:language>/articles/<str:slug>/<str:name>.pdf", views.pdf, name="article_pdf"),
    path("<str:language>/articles/<str:slug>/asked/", asking.article, name="asked_article"),
    path("<str:language>/<str:page>/asked/", asking.standing, name="asked_page"),
]
